package dev.rehome.sandbox.product;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The statements of a product's typical small transaction; it does not commit. */
final class Transaction {
  /** Twice is once: its first commit may have been answered by a broken connection. */
  private static final String OWN_USER =
      """
      INSERT INTO users (tenant_id, email) VALUES (?, ?)
      ON CONFLICT (tenant_id, email_key) DO UPDATE SET email = excluded.email
      RETURNING id
      """;

  private static final String ORDER =
      """
      INSERT INTO orders (tenant_id, number, user_id, currency, country, note)
      VALUES (?, ?, ?, 'EUR', 'DE', 'naïve ☃') RETURNING id
      """;

  private static final String LINES =
      """
      INSERT INTO order_lines (order_id, line_number, sku, quantity, price)
      SELECT ?, line, 'SKU-' || line, line, 9.99 FROM generate_series(1, 3) line
      """;

  private static final String PAYMENT =
      "INSERT INTO payments (tenant_id, order_id, paid, provider) VALUES (?, ?, 59.94, '{\"ok\":"
          + " true}')";

  private static final String PAID =
      "UPDATE orders SET state = 'paid', total = 59.94 WHERE tenant_id = ? AND id = ?";

  private static final String COUNT =
      "UPDATE users SET writes = ? WHERE tenant_id = ? AND email_key = lower(?)";

  private static final String EVENT =
      "INSERT INTO events (tenant_id, occurred_at, kind) VALUES (?, now(), 'order placed')";

  private static final String DELETE = "DELETE FROM orders WHERE tenant_id = ? AND number = ?";

  private Transaction() {}

  /** Places an order for the writer's own user, counts it there, deletes an older one. */
  static void run(
      Connection connection,
      String tenant,
      String writer,
      long writes,
      String number,
      Optional<String> deleted)
      throws SQLException {
    long user = id(connection, OWN_USER, tenant, writer);
    long order = id(connection, ORDER, tenant, number, user);
    change(connection, LINES, order);
    change(connection, PAYMENT, tenant, order);
    change(connection, PAID, tenant, order);
    change(connection, COUNT, writes, tenant, writer);
    change(connection, EVENT, tenant);
    if (deleted.isPresent()) {
      change(connection, DELETE, tenant, deleted.get());
    }
  }

  private static long id(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no id came back from " + sql.strip(), "02000");
      }
      return row.getLong(1);
    }
  }

  /** A change that finds nothing is an error: what it was to change was acknowledged before. */
  private static void change(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      if (statement.executeUpdate() == 0) {
        throw new SQLException("nothing was changed by " + sql.strip(), "02000");
      }
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
