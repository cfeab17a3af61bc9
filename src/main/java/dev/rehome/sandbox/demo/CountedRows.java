package dev.rehome.sandbox.demo;

import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of the product's tables counted and digested by tenant, by the superuser. */
final class CountedRows {
  private static final String TABLES =
      """
      SELECT relname FROM pg_catalog.pg_class
      WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND relname NOT IN ('countries', 'currencies')
      ORDER BY relname
      """;

  private final Connection connection;
  private final String schema;

  CountedRows(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** The rows of each tenant in all tables together. */
  Map<String, Long> counts() throws SQLException {
    String sql =
        "SELECT tenant, sum(n) FROM (%s) of_each GROUP BY tenant"
            .formatted(ofEach("SELECT %2$s AS tenant, count(*) AS n FROM %1$s t GROUP BY 1"));
    Map<String, Long> counts = new TreeMap<>();
    for (List<String> row : Question.ask(connection, sql).rows()) {
      counts.put(row.get(0), Long.parseLong(row.get(1)));
    }
    return counts;
  }

  /** Names the present, for {@link #unchangedBefore}; no transaction may be writing. */
  long now() throws SQLException {
    return Long.parseLong(
        Question.ask(connection, "SELECT pg_snapshot_xmax(pg_current_snapshot())").value());
  }

  /**
   * Count and digest of the rows of everyone but the tenant that no transaction since the moment
   * made or changed: the same twice if none was changed or deleted in between.
   */
  String unchangedBefore(long moment, String tenant) throws SQLException {
    String each =
        """
        SELECT count(*) AS n, coalesce(sum(hashtextextended(%%2$s || t::text, 0)), 0) AS digest
        FROM %%1$s t WHERE t.xmin::text::bigint < %d AND %%2$s <> %s
        """
            .formatted(moment, Sql.literal(tenant));
    String sql =
        "SELECT sum(n) || ' rows, digest ' || sum(digest) FROM (%s) of_each"
            .formatted(ofEach(each));
    return Question.ask(connection, sql).value();
  }

  private String ofEach(String select) throws SQLException {
    List<String> selects = new ArrayList<>();
    for (List<String> row :
        Question.ask(connection, TABLES.formatted(Sql.literal(schema))).rows()) {
      String table = row.get(0);
      selects.add(String.format(select, Sql.name(schema) + "." + Sql.name(table), tenantOf(table)));
    }
    return String.join(" UNION ALL ", selects);
  }

  private String tenantOf(String table) {
    return switch (table) {
      case "order_lines" ->
          "(SELECT o.tenant_id FROM %s.orders o WHERE o.id = t.order_id)"
              .formatted(Sql.name(schema));
      case "tenants" -> "t.id";
      case "Legacy Notes" -> "t.\"Tenant\"";
      default -> "t.tenant_id";
    };
  }
}
