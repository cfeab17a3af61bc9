package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.LockNeed;
import dev.rehome.postgres.scope.ReadableTables;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many rows the source holds by the tenant's id, in words: a large table counts as what it has
 * at least, so that a mistaken id is seen in seconds.
 */
public final class HeldRows {
  private static final int OF_A_TABLE_MAX = 10_000;
  private static final int MILLIS_MAX = 5_000;

  private HeldRows() {}

  private record Counted(long rows, long tables, boolean more) {
    String words() {
      return "%s%,d row%s in %,d table%s"
          .formatted(
              more ? "more than " : "", rows, rows == 1 ? "" : "s", tables, tables == 1 ? "" : "s");
    }
  }

  /** {@code 1,234 rows in 12 tables}, or why nobody can say; changes nothing. */
  public static String words(PostgresSide source, PostgresSide target, Move move) {
    try {
      Scope scope = ScopeReader.known(source, target, move);
      return source.transaction(connection -> words(connection, scope, move.tenant().id()));
    } catch (RuntimeException e) {
      return "rows not counted: " + Faults.words(e);
    }
  }

  private static String words(Connection connection, Scope scope, String tenantId)
      throws SQLException {
    if (!LockNeed.Room.of(connection).has(LockNeed.of(connection, scope).reading())) {
      return "rows not counted: the server has no room for the locks of so many tables";
    }
    Set<TableName> unreadable = new HashSet<>(ReadableTables.not(connection, scope));
    List<ScopedTable> tables =
        scope.tables().stream()
            .filter(table -> table.reach().fenced() && !unreadable.contains(table.source()))
            .toList();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION READ ONLY");
      statement.execute("SET LOCAL statement_timeout = " + MILLIS_MAX);
    }
    SearchPath.set(connection, SearchPath.source(scope));
    return tables.isEmpty() ? "rows not counted" : counted(connection, tables, tenantId).words();
  }

  private static Counted counted(Connection connection, List<ScopedTable> tables, String tenantId)
      throws SQLException {
    String each =
        tables.stream()
            .map(
                table ->
                    "SELECT count(*) FROM (SELECT FROM %s%s WHERE %s LIMIT %d) AS _rehome_rows"
                        .formatted(
                            table.only(),
                            table.source().sql(),
                            table.reach().where(tenantId),
                            OF_A_TABLE_MAX + 1))
            .collect(Collectors.joining(" UNION ALL "));
    String all =
        """
        SELECT pg_catalog.concat_ws(',', sum(n), count(*) FILTER (WHERE n > 0), bool_or(n > %d))
        FROM (%s) AS _rehome_counts (n)
        """
            .formatted(OF_A_TABLE_MAX, each);
    String[] answer = Rows.plain(connection, all).split(",", 3);
    return new Counted(Long.parseLong(answer[0]), Long.parseLong(answer[1]), answer[2].equals("t"));
  }
}
