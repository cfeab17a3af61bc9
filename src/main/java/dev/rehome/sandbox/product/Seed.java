package dev.rehome.sandbox.product;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows for the product's tenants, made by the server itself: 100,000 in about a second. */
public final class Seed {
  /** Measured: what {@code seed.sql} makes for one order, over all tables. */
  private static final double ROWS_FOR_ONE_ORDER = 11.4;

  private Seed() {}

  /**
   * Fills acme with half of the rows, its neighbour globex with most of the rest, and a handful of
   * small tenants, among them names that begin alike or need quoting.
   *
   * @param rows about how many in all
   */
  public static void fill(Connection connection, String schema, int rows) throws SQLException {
    int orders = (int) (rows / ROWS_FOR_ONE_ORDER);
    for (Map.Entry<String, Integer> tenant : shares(orders).entrySet()) {
      fill(connection, schema, tenant.getKey(), tenant.getValue());
    }
    analyze(connection);
  }

  private static Map<String, Integer> shares(int orders) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    shares.put("acme", orders / 2);
    shares.put("globex", orders * 2 / 5);
    shares.put("acme2", orders / 40);
    shares.put("acm", orders / 40);
    shares.put("o'neil", orders / 40);
    shares.put("żółw", orders / 40);
    return shares;
  }

  /** Fills one tenant, whose id is its name, with about twelve rows for each order. */
  public static void fill(Connection connection, String schema, String tenant, int orders)
      throws SQLException {
    ProductSchema.inSchema(
        connection,
        schema,
        statement -> {
          statement.execute("SET LOCAL seed.tenant = " + Sql.literal(tenant));
          statement.execute("SET LOCAL seed.orders = " + orders);
          statement.execute(KnownSql.to(connection, Bookkeeping.read("/sandbox/seed.sql")));
        });
  }

  private static void analyze(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }
}
