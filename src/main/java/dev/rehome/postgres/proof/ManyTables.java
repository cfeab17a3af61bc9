package dev.rehome.postgres.proof;

import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.proof.BothSides.Answers;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads many small tables on both sides, by one statement a side, and says of each what {@link
 * TableProof} would: to ask for a small table takes longer than to read it.
 */
record ManyTables(BothSides sides, List<TableProof> tables) {
  /** What is asked of all tables at once. */
  static final List<String> CHECKS = List.of("rows", "digest", "keys", "strangers");

  /** One side's values by subject and check. */
  private record Values(Map<String, Map<String, String>> bySubject) {
    String of(PlannedCheck check) {
      return bySubject.get(check.subject()).get(check.name());
    }
  }

  /** The verdicts of checks of these tables, in the order of the checks. */
  List<Verdict> verdicts(List<PlannedCheck> checks) {
    for (PlannedCheck check : checks) {
      if (check.name().equals("keys")) {
        of(check).requireKey();
      }
    }
    Answers<Values> answers =
        sides.ask(
            source -> read(source, table -> table.table().source(), TableQuestion::ofSource),
            target -> read(target, table -> table.table().target(), TableQuestion::ofTarget));
    return checks.stream().map(check -> verdict(check, answers)).toList();
  }

  private TableProof of(PlannedCheck check) {
    return tables.stream()
        .filter(table -> table.table().source().toString().equals(check.subject()))
        .findFirst()
        .orElseThrow();
  }

  private static Verdict verdict(PlannedCheck check, Answers<Values> answers) {
    String source = answers.source().of(check);
    String target = answers.target().of(check);
    return new Verdict(check, source.equals(target), source, target);
  }

  /** What one side is asked about one table. */
  @FunctionalInterface
  private interface Asked {
    TableQuestion about(TableProof table, KeyOrder order);
  }

  private Values read(Connection side, Function<TableProof, TableName> name, Asked asked)
      throws SQLException {
    Map<TableName, KeyOrder> orders = KeyOrder.read(side, tables.stream().map(name).toList());
    StringBuilder question = new StringBuilder();
    for (int i = 0; i < tables.size(); i++) {
      TableQuestion one = asked.about(tables.get(i), orders.get(name.apply(tables.get(i))));
      question.append(i == 0 ? "" : " UNION ALL ").append(one.sql(i));
    }
    Map<String, Map<String, String>> values = new HashMap<>();
    try (Statement statement = side.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question.toString())) {
        while (row.next()) {
          Map<String, String> facts = new HashMap<>();
          for (int i = 0; i < CHECKS.size(); i++) {
            facts.put(CHECKS.get(i), row.getString(i + 2));
          }
          values.put(tables.get(row.getInt(1)).table().source().toString(), facts);
        }
      }
    }
    return new Values(values);
  }
}
