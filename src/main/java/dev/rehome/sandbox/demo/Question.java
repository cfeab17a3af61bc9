package dev.rehome.sandbox.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A statement as a person types it, with the server's answer; NULL is an empty text. */
record Question(String sql, List<String> columns, List<List<String>> rows) {
  /** What an operator asks the control store about acme; DESIGN, section 4, word by word. */
  static final List<String> OF_AN_OPERATOR =
      List.of(
          "SELECT * FROM _system.move_tenant_journal WHERE tenant = 'acme';",
          "SELECT database FROM _system.tenants WHERE name = 'acme';",
          "SELECT count(*) FROM _system.active_sessions WHERE tenant_id = 'acme' AND database ="
              + " 'us_east';");

  Question {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  static Question ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      ResultSetMetaData about = answer.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= about.getColumnCount(); i++) {
        columns.add(about.getColumnLabel(i));
      }
      List<List<String>> rows = new ArrayList<>();
      while (answer.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          row.add(Optional.ofNullable(answer.getString(i)).orElse(""));
        }
        rows.add(row);
      }
      return new Question(sql, columns, rows);
    }
  }

  /** The only value of the only row. */
  String value() {
    if (columns.size() != 1 || rows.size() != 1) {
      throw new IllegalStateException(
          "one value expected, got %d rows of %d columns from %s"
              .formatted(rows.size(), columns.size(), sql));
    }
    return rows.get(0).get(0);
  }

  /** As a table, or for a single wide row as one line for each column. */
  void show(Screen screen) {
    screen.line("");
    screen.line("  " + sql);
    if (rows.size() == 1 && columns.size() > 6) {
      List<List<String>> turned = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        turned.add(List.of(columns.get(i), rows.get(0).get(i)));
      }
      screen.table(List.of("column", "value"), turned);
    } else {
      screen.table(columns, rows);
    }
  }
}
