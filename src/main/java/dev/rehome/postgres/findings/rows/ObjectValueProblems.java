package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.copy.rewrite.ObjectRewrite;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ObjectColumn;
import dev.rehome.postgres.scope.ObjectColumn.Kind;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.Vanished;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References in the tenant's rows that the target could not hold, or that cannot be got at. */
record ObjectValueProblems(Look look) {
  private static final Pattern LENGTH = Pattern.compile("character(?: varying)?\\((\\d+)\\).*");

  /** A question for each column at most, over the tenant's rows. */
  List<Finding> find() {
    List<Finding> findings = new ArrayList<>();
    look.source()
        .transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(look.scope()));
              for (ScopedTable table : look.scope().tables()) {
                if (!look.unreadable().contains(table.source())) {
                  for (ObjectColumn column : table.objectColumns()) {
                    value(connection, table, column).ifPresent(findings::add);
                  }
                }
              }
              return null;
            });
    return findings;
  }

  private Optional<Finding> value(Connection connection, ScopedTable table, ObjectColumn column)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      return column.kind() == Kind.JSON
          ? json(connection, table, column)
          : texts(connection, table, column);
    } catch (SQLException e) {
      connection.rollback(before);
      if (Vanished.is(e)) {
        throw e;
      }
      return Optional.of(
          finding(
              table,
              column,
              "has a value that cannot be looked into: " + Faults.words(e),
              "correct it, or take the column out of postgres.object-references"));
    }
  }

  /** What json takes and jsonb does not fails here already. */
  private Optional<Finding> json(Connection connection, ScopedTable table, ObjectColumn column)
      throws SQLException {
    rows(connection, table, "(" + Sql.name(column.name()) + "::pg_catalog.jsonb) IS NOT NULL");
    return Optional.empty();
  }

  private Optional<Finding> texts(Connection connection, ScopedTable table, ObjectColumn column)
      throws SQLException {
    String name = Sql.name(column.name());
    if (column.kind().array()) {
      FoundRows odd =
          rows(
              connection,
              table,
              "pg_catalog.array_ndims(%1$s) > 1 OR pg_catalog.array_lower(%1$s, 1) <> 1"
                  .formatted(name));
      if (odd.any()) {
        return Optional.of(
            odd.in(
                finding(
                    table,
                    column,
                    "has arrays of several dimensions or that do not begin at 1",
                    "make them plain ones, or take the column out of postgres.object-references")));
      }
    }
    String type =
        table.columns().stream()
            .filter(one -> one.name().equals(column.name()))
            .map(Column::type)
            .findFirst()
            .orElseThrow();
    Matcher length = LENGTH.matcher(type);
    if (!length.matches()) {
      return Optional.empty();
    }
    String rewritten = new ObjectRewrite(column).sql();
    String longer =
        column.kind().array()
            ? "EXISTS (SELECT FROM pg_catalog.unnest(%s) AS _rehome_one (_rehome_text) WHERE"
                + " pg_catalog.length(_rehome_text) > %s)"
            : "pg_catalog.length(%s) > %s";
    FoundRows cut = rows(connection, table, longer.formatted(rewritten, length.group(1)));
    return Optional.of(cut)
        .filter(FoundRows::any)
        .map(
            found ->
                found.in(
                    finding(
                        table,
                        column,
                        "is %s, and references are too long for it in the target's form"
                            .formatted(type),
                        "make the column wider on both sides, e.g. text, or the target's bucket"
                            + " and prefix shorter")));
  }

  private FoundRows rows(Connection connection, ScopedTable table, String condition)
      throws SQLException {
    return FoundRows.of(
        connection,
        table,
        "%s AND (%s)".formatted(table.reach().where(look.move().tenant().id()), condition),
        table.reach().predicate().isPresent() ? SearchPath.source(look.scope()) : List.of());
  }

  private Finding finding(ScopedTable table, ObjectColumn column, String problem, String remedy) {
    return look.blocking(look.source(), table.source() + "." + column.name(), problem, remedy);
  }
}
