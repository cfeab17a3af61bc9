package dev.rehome.postgres.trial;

import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One small row of the tenant for each table, where one is found soon. */
final class TrialRows {
  private static final String BOUNDS =
      "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '1s'; SET LOCAL lock_timeout ="
          + " '1s'";

  /** Of so many rows one must be so small: memory holds one row of every table. */
  private static final int LOOKED_AT_MAX = 3;

  private static final int ROW_BYTES_MAX = 64 << 10;

  private TrialRows() {}

  /** The statements that put them into the target's tables. */
  static List<SqlStatement> inserts(Look look) {
    return look.source()
        .rolledBack(
            source -> {
              try (Statement statement = source.createStatement()) {
                statement.execute(BOUNDS);
              }
              SearchPath.set(source, SearchPath.source(look.scope()));
              List<SqlStatement> inserts = new ArrayList<>();
              for (ScopedTable table : look.scope().tables()) {
                String row = row(source, table, look.move().tenant().id());
                if (row != null) {
                  inserts.add(SqlStatement.of(insert(table, row)));
                }
              }
              return inserts;
            });
  }

  /** As text of the table's type; null where none was found. */
  private static String row(Connection source, ScopedTable table, String tenantId)
      throws SQLException {
    Savepoint before = source.setSavepoint();
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT sample::text
              FROM (SELECT %s FROM %s%s WHERE %s LIMIT %d) AS sample
              WHERE pg_catalog.octet_length(sample::text) <= %d
              LIMIT 1
              """
                  .formatted(
                      names(table.columns()),
                      table.only(),
                      table.source().sql(),
                      table.reach().where(tenantId),
                      LOOKED_AT_MAX,
                      ROW_BYTES_MAX))) {
        return row.next() ? row.getString(1) : null;
      }
    } catch (SQLException notSoon) {
      source.rollback(before);
      return null;
    } finally {
      source.releaseSavepoint(before);
    }
  }

  private static String insert(ScopedTable table, String row) {
    List<Column> given = table.columns().stream().filter(column -> !column.generated()).toList();
    return "INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %3$s FROM (SELECT %4$s::%1$s AS it) AS sample"
        .formatted(
            table.target().sql(),
            names(given),
            given.stream()
                .map(column -> "(it)." + Sql.name(column.name()))
                .collect(Collectors.joining(", ")),
            Sql.literal(row));
  }

  private static String names(List<Column> columns) {
    return columns.stream()
        .map(column -> Sql.name(column.name()))
        .collect(Collectors.joining(", "));
  }
}
