package dev.rehome.sandbox.demo;

import dev.rehome.journal.read.Moved.Checked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A move's checks as tables, both values of each: those of tables in one, a line for each table,
 * all others a line for each check. Of a long value the end is shown.
 */
final class CheckTables {
  private static final List<String> OF_A_TABLE = List.of("rows", "keys", "digest", "strangers");
  private static final int LONG = 20;
  private static final int SHOWN = 7;

  private CheckTables() {}

  static void show(Screen screen, List<Checked> checks) {
    Map<String, Map<String, Checked>> tables = new LinkedHashMap<>();
    List<List<String>> others = new ArrayList<>();
    for (Checked check : checks) {
      if (OF_A_TABLE.contains(check.name())) {
        tables
            .computeIfAbsent(check.subject(), subject -> new LinkedHashMap<>())
            .put(check.name(), check);
      } else {
        others.add(
            List.of(
                check.name(),
                check.subject(),
                shown(check.source()),
                shown(check.target()),
                verdict(check)));
      }
    }
    List<String> headings = new ArrayList<>(List.of("table"));
    OF_A_TABLE.forEach(name -> headings.addAll(List.of(name, "target")));
    headings.add("");
    List<List<String>> rows = new ArrayList<>();
    tables.forEach((table, of) -> rows.add(row(table, of)));
    screen.table(headings, rows);
    screen.line("");
    screen.table(List.of("check", "of", "source", "target", ""), others);
  }

  private static List<String> row(String table, Map<String, Checked> checks) {
    List<String> row = new ArrayList<>(List.of(table));
    for (String name : OF_A_TABLE) {
      Checked check = checks.get(name);
      row.add(check == null ? "none" : shown(check.source()));
      row.add(check == null ? "none" : shown(check.target()));
    }
    row.add(checks.values().stream().allMatch(Checked::passed) ? "passed" : "FAILED");
    return row;
  }

  private static String verdict(Checked check) {
    return check.passed() ? "passed" : "FAILED";
  }

  private static String shown(String value) {
    return value.length() <= LONG ? value : "…" + value.substring(value.length() - SHOWN);
  }
}
