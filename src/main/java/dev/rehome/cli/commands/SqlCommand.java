package dev.rehome.cli.commands;

import dev.rehome.cli.show.Texts;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Unusable;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.read.ControlQuery;
import dev.rehome.text.TextTable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A question to the control store, in SQL. It can only read: the journal is written by moves. */
@Command(name = "sql", description = "asks the control store, read only")
public final class SqlCommand implements Callable<Integer> {
  /** What is no number for JSON is a text: NaN, Infinity. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9].*");

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

  private int ask(Connection session) throws SQLException {
    try {
      show(new ControlQuery(session).ask(statement));
      return 0;
    } catch (ControlQuery.Refused e) {
      throw new BadRequest(e.getMessage());
    }
  }

  private void show(ControlQuery.Answer answer) {
    if (common.output().json()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("columns", answer.columns());
      map.put("rows", answer.rows().stream().map(row -> values(answer, row)).toList());
      common.output().object(map);
      return;
    }
    TextTable table = new TextTable(answer.columns());
    answer.rows().forEach(row -> table.row(row.stream().map(v -> v == null ? "" : v).toList()));
    common.output().say(table + "\n(" + Texts.counted(answer.rows().size(), "row") + ")");
    if (answer.rows().size() == ControlQuery.ROWS_MAX) {
      common.output().say("only the first " + Texts.count(ControlQuery.ROWS_MAX) + " are shown");
    }
  }

  /** Numbers and truths as such, all else as the server writes it. */
  private static List<Object> values(ControlQuery.Answer answer, List<String> row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String text = row.get(i);
      if (text != null && answer.numeric().get(i) && NUMBER.matcher(text).matches()) {
        values.add(new BigDecimal(text));
      } else if (text != null && answer.truth().get(i)) {
        values.add(text.equals("true"));
      } else {
        values.add(text);
      }
    }
    return values;
  }
}
