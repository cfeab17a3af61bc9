package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tenant's old rows that break a constraint {@code CHECK … NOT VALID}, which was added after
 * them: they may stay, and cannot be put back once they are put aside.
 */
final class UnprovenChecks {
  /** A partition has those of its table; only its own are asked for again. */
  private static final String OF_TABLE =
      """
      SELECT k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid) FROM pg_catalog.pg_constraint k
      WHERE k.conrelid = pg_catalog.to_regclass(?) AND k.contype = 'c' AND NOT k.convalidated
        AND coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true)
        AND (NOT ? OR k.coninhcount = 0)
      ORDER BY 1
      """;

  private UnprovenChecks() {}

  /** By table and constraint; the session's search path is the remains' own. */
  static Map<String, FoundRows> broken(Connection connection, Remains remains) throws SQLException {
    Map<String, FoundRows> broken = new LinkedHashMap<>();
    for (ScopedTable table : remains.tables()) {
      Set<TableName> parts = new LinkedHashSet<>(Set.of(table.source()));
      table.leaves().forEach(leaf -> parts.add(leaf.name()));
      for (TableName part : parts) {
        boolean whole = part.equals(table.source());
        String from =
            "%s%s AS %s"
                .formatted(
                    whole ? table.only() : "ONLY ", part.sql(), Sql.name(table.source().table()));
        for (Map.Entry<String, String> check : checks(connection, part, !whole).entrySet()) {
          FoundRows rows =
              FoundRows.of(
                  connection,
                  from,
                  table.key(),
                  "(%s) AND (%s) IS FALSE".formatted(remains.where(table), check.getValue()),
                  SearchPath.source(remains.scope()));
          if (rows.any()) {
            broken.put(part + "." + check.getKey(), rows);
          }
        }
      }
    }
    return broken;
  }

  private static Map<String, String> checks(Connection connection, TableName of, boolean part)
      throws SQLException {
    Map<String, String> checks = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(OF_TABLE)) {
      query.setString(1, of.sql());
      query.setBoolean(2, part);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          checks.put(row.getString(1), row.getString(2));
        }
      }
    }
    return checks;
  }
}
