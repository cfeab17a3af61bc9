package dev.rehome.moves;

import dev.rehome.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Small things that the product does and sees, apart from its writers. */
public final class Product {
  private Product() {}

  /** Writes one row for the tenant, in the session's transaction if it has one. */
  public static void write(Connection session, String tenant, String name) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(
          "INSERT INTO settings (tenant_id, name, value) VALUES ('%s', '%s', 'written')"
              .formatted(tenant, name));
    }
  }

  /** The tenant can write at the cell; or the SQLSTATE of the refusal. */
  public static String tryToWrite(Sandbox sandbox, String cell, String tenant) {
    try (Connection session = sandbox.product(cell, tenant)) {
      write(session, tenant, "try " + System.nanoTime());
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  /** The tenant's settings at the cell whose names begin alike, in order. */
  public static List<String> written(Sandbox sandbox, String cell, String tenant, String prefix)
      throws SQLException {
    try (Connection session = sandbox.product(cell, tenant)) {
      return column(
          session,
          "SELECT name FROM settings WHERE tenant_id = '%s' AND name LIKE '%s%%' ORDER BY name"
              .formatted(tenant, prefix));
    }
  }

  /** A digest of what the seed made for a tenant and no writer of the sandbox changes. */
  public static String seeded(Sandbox sandbox, String cell, String tenant) throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Connection session = sandbox.product(cell, tenant)) {
      for (String table :
          List.of(
              "documents", "attachments", "login_attempts", "measurements", "projects", "teams")) {
        all.append(digest(session, table, tenant, "true"));
      }
      all.append(digest(session, "orders", tenant, "number LIKE 'A-%'"));
      all.append(digest(session, "users", tenant, "email LIKE 'User%'"));
    }
    return all.toString();
  }

  private static String digest(Connection session, String table, String tenant, String where)
      throws SQLException {
    return column(
            session,
            "SELECT '%1$s ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') || '; ' FROM %1$s t WHERE tenant_id = '%2$s' AND %3$s"
                .formatted(table, tenant, where))
        .get(0);
  }

  public static List<String> column(Connection session, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
