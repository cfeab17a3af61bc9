package dev.rehome.sandbox.product;

import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where the product believes its tenant to be: asks the catalog each time, and keeps to the last
 * answer while there is none. Thread safe.
 */
public final class Placement implements Supplier<String>, AutoCloseable {
  private static final String QUERY = "SELECT database FROM _system.tenants WHERE name = ?";

  private final Settings.Database control;
  private final String tenant;
  private final Function<String, String> url;
  private String cell;
  private Connection connection;

  /**
   * @param first the cell before the catalog knows the tenant
   * @param url from a cell's name to the product's URL there
   */
  public Placement(
      Settings.Database control, String tenant, String first, Function<String, String> url) {
    this.control = control;
    this.tenant = tenant;
    this.cell = first;
    this.url = url;
  }

  @Override
  public synchronized String get() {
    try {
      if (connection == null) {
        connection = DriverManager.getConnection(control.url(), control.user(), control.password());
      }
      ask();
    } catch (SQLException unanswered) {
      close();
    }
    return url.apply(cell);
  }

  private void ask() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, tenant);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          cell = row.getString(1);
        }
      }
    }
  }

  @Override
  public synchronized void close() {
    Connection closing = connection;
    connection = null;
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (SQLException alreadyGone) {
      // nothing is left to close
    }
  }
}
