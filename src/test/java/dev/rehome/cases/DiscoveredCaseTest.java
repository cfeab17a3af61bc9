package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Assembly;
import dev.rehome.model.Job;
import dev.rehome.model.Move;
import dev.rehome.pipeline.Wiring;
import dev.rehome.text.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code plan --discover} writes is taken by a plan as it stands, and moves the tenant. */
final class DiscoveredCaseTest {
  private static final Map<String, String> BOTH =
      Map.of(
          "rehome.cell.us_east.postgres.schemas", "public,Sales",
          "rehome.cell.us_west.postgres.schemas", "public,Sales",
          "rehome.cell.us_east.postgres.reference-tables", "countries");

  /** What globex has is not to come, and acme's is, by one who knows the tables. */
  private static final List<String> QUESTIONS =
      List.of(
          "SELECT * FROM orgs WHERE tenant_id = 'acme' ORDER BY 1",
          "SELECT * FROM orders WHERE id IN (1, 3) ORDER BY 1",
          "SELECT * FROM order_lines WHERE id IN (1, 2, 4) ORDER BY 1",
          "SELECT * FROM \"Serial Numbers\" WHERE \"Order\" IN (1, 3) ORDER BY 1",
          "SELECT * FROM scans WHERE id IN (1, 3) ORDER BY 1",
          "SELECT * FROM countries ORDER BY 1",
          "SELECT * FROM \"Sales\".orders WHERE id = 2",
          "SELECT * FROM \"Sales\".\"Deal\" WHERE id IN (2, 3) ORDER BY 1",
          "SELECT * FROM \"Sales\".notes WHERE id IN (2, 3) ORDER BY 1");

  private static String discovered(SchemaCase one) {
    Job job = one.job(SchemaCase.EAST, SchemaCase.WEST);
    try (Wiring wiring = Assembly.wire(one.settings(), Optional.empty())) {
      Move move = Move.asked("plan-1", job);
      return wiring.components().named("postgres").discover(move).orElseThrow().text();
    }
  }

  /** Whether it stands as it is, or a child's rows lead to it. */
  @Test
  void aConditionOfSeveralLinesIsReadAgainAsItWas() throws Exception {
    String condition =
        """
        org_id = 1 -- only "ours": 'acme' # not all

          AND :tenant_id = 'acme'
        \tAND note <> ''\
        """;
    String sql =
        """
        CREATE TABLE docs (id int PRIMARY KEY, org_id int NOT NULL, note text);
        CREATE TABLE pages (id int PRIMARY KEY, doc_id int NOT NULL REFERENCES docs);
        INSERT INTO docs VALUES (1, 1, 'a'), (2, 2, 'b');
        INSERT INTO pages VALUES (1, 1), (2, 2)
        """;
    String predicates = "docs: |-\n  " + condition.replace("\n", "\n  ") + "\n";
    try (SchemaCase one = new SchemaCase(sql, predicates, false, Map.of())) {
      Tree.Branch file =
          (Tree.Branch) Tree.ofYaml(discovered(one), new ArrayList<>()).orElseThrow();
      assertThat(((Tree.Leaf) file.entries().get("docs")).text()).isEqualTo(condition);
      assertThat(((Tree.Leaf) file.entries().get("pages")).text())
          .isEqualTo("doc_id IN (SELECT id FROM docs WHERE " + condition + ")");
    }
  }

  @Test
  void aDiscoveredFilePlansCleanAndMovesEqual() throws Exception {
    String sql = CaseFiles.sql("discover");
    String file;
    try (SchemaCase one = new SchemaCase(sql, "", false, BOTH)) {
      assertThat(one.blocking()).anyMatch(line -> line.contains("order_id IN (SELECT id FROM"));
      file = discovered(one);
    }
    assertThat(file)
        .contains(
            "\norder_lines: order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)\n",
            "\nSerial Numbers: line IN (SELECT id FROM order_lines WHERE order_id IN (SELECT id"
                + " FROM orders WHERE tenant_id = :tenant_id))\n",
            "\nscans: (o, u) IN (SELECT \"Order\", \"user\" FROM \"Serial Numbers\" WHERE line IN"
                + " (",
            "\nDeal: '\"orderId\" IN (SELECT id FROM \"Sales\".orders WHERE tenant_id ="
                + " :tenant_id)'\n",
            "# not sure: there is another path, public_id → orders: Deal: ",
            "it refers to itself by parent_id")
        .doesNotContain("countries:");
    try (SchemaCase one = new SchemaCase(sql, file, false, BOTH)) {
      assertThat(one.blocking()).isEmpty();
      one.moved();
      for (String question : QUESTIONS) {
        List<String> there = one.ask(SchemaCase.WEST, question);
        assertThat(there).as(question).isNotEmpty();
        assertThat(there).as(question).isEqualTo(one.ask(SchemaCase.EAST, question));
        String table = question.replaceAll("SELECT \\* (FROM \\S+( Numbers\")?).*", "$1");
        assertThat(one.ask(SchemaCase.WEST, "SELECT count(*) " + table))
            .as(question)
            .containsExactly(String.valueOf(there.size()));
      }
    }
  }
}
