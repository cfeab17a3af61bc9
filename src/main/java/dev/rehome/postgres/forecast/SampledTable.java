package dev.rehome.postgres.forecast;

import dev.rehome.postgres.copy.plan.TableSql;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The first rows of a table, as a stand-in at the target can take them: the target may lack the
 * types that others made, so those travel as text.
 */
public record SampledTable(ScopedTable table, String tenantId, long rows) {
  String name() {
    return table.source().toString();
  }

  private List<Column> columns() {
    return new TableSql(table, tenantId).columns();
  }

  private String each(Function<Column, String> text) {
    return columns().stream().map(text).collect(Collectors.joining(", "));
  }

  /** {@code format_type} puts a schema before every type but the system's. */
  private static boolean foreign(Column column) {
    return column.type().contains(".");
  }

  String select() {
    return "SELECT "
        + each(c -> Sql.name(c.name()) + (foreign(c) ? "::text" : ""))
        + " FROM "
        + table.only()
        + table.source().sql()
        + " WHERE "
        + table.reach().where(tenantId)
        + " LIMIT "
        + rows;
  }

  boolean binary() {
    return columns().stream().allMatch(column -> column.binary() || foreign(column));
  }

  /** The stand-in's columns. */
  String definitions() {
    return each(c -> Sql.name(c.name()) + " " + (foreign(c) ? "text" : c.type()));
  }

  boolean keyed() {
    return !table.key().isEmpty();
  }

  String key() {
    return table.key().stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /** The rows on the source, for a digest. */
  String from() {
    return "(" + select() + ") AS sample";
  }

  /** The text of one of the rows. */
  String row() {
    return RowDigest.row(columns());
  }
}
