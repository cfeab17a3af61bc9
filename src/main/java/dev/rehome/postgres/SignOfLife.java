package dev.rehome.postgres;

import dev.rehome.model.PassingFault;
import dev.rehome.settings.Settings.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** Whether a server answers: by a connection of its own, for which it need not wait. */
final class SignOfLife {
  private static final String SECONDS_MOST = "5";

  /** It is being stopped, has crashed, or starts. */
  private static final List<String> GOING = List.of("57P01", "57P02", "57P03");

  private SignOfLife() {}

  /** Throws {@code PassingFault} when there is none; a refusal is one. */
  static void await(String cell, Database database) {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", "rehome/watch");
    for (String timeout : List.of("loginTimeout", "connectTimeout", "socketTimeout")) {
      properties.setProperty(timeout, SECONDS_MOST);
    }
    try (Connection connection = DriverManager.getConnection(database.url(), properties)) {
      connection.isValid(Integer.parseInt(SECONDS_MOST));
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (state.equals("null") || state.startsWith("08") || GOING.contains(state)) {
        throw new PassingFault(cell + ": PostgreSQL does not answer: " + e.getMessage(), e);
      }
    }
  }
}
