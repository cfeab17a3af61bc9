package dev.rehome.cli.commands;

import dev.rehome.cli.show.Texts;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Unusable;
import dev.rehome.journal.ControlStore;
import dev.rehome.text.TextTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A question to the control store, in SQL. It can only read: the journal is written by moves. */
@Command(name = "sql", description = "asks the control store, read only")
public final class SqlCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  @Mixin private Common common;

  @Parameters(paramLabel = "STATEMENT", description = "e.g. SELECT * FROM _system.tenants")
  private String statement;

  @Override
  public Integer call() {
    try (ControlStore control = ControlStore.reading(common.settings().control())) {
      try (Connection connection = control.dataSource().getConnection()) {
        return ask(connection);
      } catch (SQLException e) {
        throw new Unusable("control store: " + e.getMessage());
      }
    }
  }

  private int ask(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try (Statement asked = connection.createStatement()) {
      asked.setMaxRows(MOST);
      asked.setFetchSize(1_000);
      if (asked.execute(statement)) {
        try (ResultSet rows = asked.getResultSet()) {
          show(rows);
        }
      }
      return 0;
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).startsWith("08")) {
        throw e;
      }
      throw new BadRequest(e.getMessage());
    } finally {
      connection.rollback();
    }
  }

  private void show(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      names.add(meta.getColumnLabel(i));
    }
    List<List<Object>> values = new ArrayList<>();
    while (rows.next()) {
      List<Object> line = new ArrayList<>();
      for (int i = 1; i <= names.size(); i++) {
        line.add(value(rows, i));
      }
      values.add(line);
    }
    if (common.output().json()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("columns", names);
      map.put("rows", values);
      common.output().object(map);
      return;
    }
    TextTable table = new TextTable(names);
    values.forEach(
        line -> table.row(line.stream().map(v -> v == null ? "" : v.toString()).toList()));
    common.output().say(table + "\n(" + Texts.counted(values.size(), "row") + ")");
    if (values.size() == MOST) {
      common.output().say("only the first " + Texts.count(MOST) + " are shown");
    }
  }

  /** Numbers and truths as such, all else as the server writes it. */
  private static Object value(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    return value instanceof Number || value instanceof Boolean ? value : rows.getString(column);
  }
}
