package dev.rehome.postgres.proof;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.proof.BothSides.Answers;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * Reads one table on both sides. It shares no code with the copier.
 *
 * @param ofTenant the condition for the tenant's rows in the target's names
 * @param wholeTarget whether the target belongs to the tenant alone: it is then read whole, so that
 *     a row too many is seen whoever's it is
 */
record TableProof(BothSides sides, ScopedTable table, String ofTenant, boolean wholeTarget) {
  /** A source that belongs to the tenant alone is read whole too. */
  String sourceWhere() {
    return sides.scope().dedicated() ? "true" : table.reach().where(sides.move().tenant().id());
  }

  String targetWhere() {
    return wholeTarget ? "true" : ofTenant;
  }

  String sourceFrom() {
    return from(table.source());
  }

  String targetFrom() {
    return from(table.target());
  }

  private String from(TableName name) {
    return table.only() + name.sql();
  }

  /** How many rows there are. */
  Answers<Long> rows() {
    return sides.ask(
        source -> rows(source, table.source(), sourceWhere()),
        target -> rows(target, table.target(), targetWhere()));
  }

  void requireKey() {
    if (table.key().isEmpty()) {
      throw new MoveFailed(
          "%s: table %s had a primary key when the move was planned, and has none now; ask again"
              .formatted(sides.move().source(), table.source()));
    }
  }

  /** SHA-256 over the sorted primary keys. */
  Answers<String> keys() {
    requireKey();
    SortedKeys keys = new SortedKeys(table);
    return sides.ask(
        source -> keys.read(source, table.source(), sourceWhere()),
        target -> keys.read(target, table.target(), targetWhere()));
  }

  /** The digest of every column of every row that arrives as it is. */
  Answers<String> digest() {
    String row = RowDigest.row(unchanged());
    return sides.ask(
        source -> RowDigest.read(source, row, sourceFrom(), sourceWhere()),
        target -> RowDigest.read(target, row, targetFrom(), targetWhere()));
  }

  /** All columns but those with references to objects, and what is computed from them. */
  List<Column> unchanged() {
    if (table.objectColumns().isEmpty()) {
      return table.columns();
    }
    Set<String> changed =
        sides.source(source -> ComputedColumns.from(source, table.source(), table.objectColumns()));
    table.objectColumns().forEach(column -> changed.add(column.name()));
    return table.columns().stream().filter(column -> !changed.contains(column.name())).toList();
  }

  /** The target's digest alone, of all its rows. */
  String targetDigest() {
    return sides.target(
        target -> RowDigest.read(target, RowDigest.row(table), from(table.target()), "true"));
  }

  /**
   * How many rows of the target are not the tenant's, a null tenant's among them: all, less the
   * tenant's, by one statement. The server joins for a condition with a subquery; for its negation
   * it would search the subquery's rows anew for each row (5 minutes and not done at 1.3 million).
   */
  long strangers() {
    return sides.target(target -> count(target, strangersOfTarget()));
  }

  /** The same as an expression. */
  String strangersOfTarget() {
    return "(SELECT pg_catalog.count(*) FROM %s) - (SELECT pg_catalog.count(*) FROM %1$s WHERE %s)"
        .formatted(targetFrom(), ofTenant);
  }

  private long rows(Connection connection, TableName name, String where) throws SQLException {
    return count(
        connection, "(SELECT pg_catalog.count(*) FROM %s WHERE %s)".formatted(from(name), where));
  }

  private static long count(Connection connection, String count) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + count)) {
      row.next();
      return row.getLong(1);
    }
  }
}
