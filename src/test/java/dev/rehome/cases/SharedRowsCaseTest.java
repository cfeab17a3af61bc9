package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import dev.rehome.purge.Purged;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are not the tenant's alone are found before anything changes. */
final class SharedRowsCaseTest {
  @Test
  void aUserOfTwoTenantsIsNamedWithWhatIsReachedThroughHer() throws Exception {
    try (SchemaCase one = SchemaCase.of("shared-user")) {
      List<Finding> plan = Findings.grouped(one.plan());
      assertThat(plan.stream().filter(Finding::blocks).toList())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.line())
                    .contains("us_east", "public.users", "public.user_sessions")
                    .contains("reaches rows for other tenants too", "shared-tables", "(2)");
                assertThat(finding.instances())
                    .allSatisfy(
                        instance -> {
                          assertThat(instance.rows()).hasValue(1);
                          assertThat(one.ask(SchemaCase.EAST, instance.query())).hasSize(1);
                        });
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"global-rows", "global-nofk"})
  void rolesOfEverybodyAreNamedAlsoWithoutAForeignKey(String name) throws Exception {
    try (SchemaCase one = SchemaCase.of(name)) {
      assertThat(one.blocking())
          .singleElement()
          .asString()
          .contains("us_east public.roles", "rows of nobody", "2 rows, e.g. (1), (2)");
    }
  }

  @Test
  void aRoleOfTheTenantsOwnAmongThemIsToldAndAllThatItNeedsComeAlong() throws Exception {
    Map<String, String> roles = Map.of("rehome.cell.us_east.postgres.shared-tables", "roles");
    try (SchemaCase one = SchemaCase.of("global-rows", roles)) {
      assertThat(one.plan())
          .noneMatch(Finding::blocks)
          .anySatisfy(
              note ->
                  assertThat(note.line())
                      .contains("public.roles", "the tenant's own by \"tenant_id\"", "1 row"));
      one.moved();
      assertThat(one.ask(SchemaCase.WEST, "SELECT id, code FROM roles ORDER BY id"))
          .containsExactly("1|admin", "2|viewer", "3|custom");
      assertThat(one.write(SchemaCase.EAST, "UPDATE roles SET code = 'a' WHERE id = 1")).isEmpty();
    }
  }

  @Test
  void usersOfOneTenantEachPassWithoutAWord() throws Exception {
    try (SchemaCase one = SchemaCase.of("own-user")) {
      assertThat(one.plan())
          .noneMatch(finding -> finding.blocks() || finding.told().contains("other tenants"));
    }
  }

  /** The predicate reaches a row for acme alone, and a neighbour refers to it. */
  @Test
  void aRowThatANeighbourRefersToIsNamedWithTheForeignKey() throws Exception {
    String sql =
        """
        CREATE TABLE orders (id int PRIMARY KEY, tenant_id text NOT NULL);
        CREATE TABLE lines (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders);
        CREATE TABLE notes (id int PRIMARY KEY, tenant_id text NOT NULL, line int REFERENCES lines);
        INSERT INTO orders VALUES (1, 'acme'), (2, 'globex');
        INSERT INTO lines VALUES (11, 1), (12, 1), (21, 2);
        INSERT INTO notes VALUES (1, 'acme', 11), (2, 'globex', 12), (3, 'globex', 21)
        """;
    String predicate = "lines: order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)";
    try (SchemaCase one = new SchemaCase(sql, predicate, false, Map.of())) {
      assertThat(one.blocking())
          .singleElement()
          .asString()
          .contains("public.lines", "rows of public.notes", "notes_line_fkey", "1 row, e.g. (12)");
      one.run(SchemaCase.EAST, "UPDATE notes SET line = 21 WHERE id = 2");
      assertThat(one.blocking()).isEmpty();
      // what a column gives to acme stays acme's: told for the purge, and moved
      one.run(
          SchemaCase.EAST,
          "ALTER TABLE notes ADD CONSTRAINT about FOREIGN KEY (id) REFERENCES orders NOT VALID;"
              + " UPDATE notes SET tenant_id = 'globex' WHERE id = 1");
      assertThat(one.plan())
          .anySatisfy(
              finding -> {
                assertThat(finding.blocks()).isFalse();
                assertThat(finding.line()).contains("public.orders", "about", "purge", "(1)");
              });
    }
  }

  @Test
  void whatIsNotCountedOrNotFoundOutIsSaidToBe() throws Exception {
    String sql =
        """
        CREATE TABLE links (tenant_id text NOT NULL, doc int NOT NULL, weight int NOT NULL);
        CREATE TABLE docs (id int PRIMARY KEY);
        CREATE TABLE odd (id int PRIMARY KEY);
        CREATE TABLE orders (id int PRIMARY KEY, tenant_id text NOT NULL);
        CREATE TABLE notes (tenant_id text NOT NULL, order_id int CONSTRAINT about REFERENCES orders);
        CREATE TABLE parts (id int PRIMARY KEY, tenant_id text NOT NULL, order_id int CONSTRAINT part_of REFERENCES orders);
        INSERT INTO links SELECT t, g, CASE t WHEN 'acme' THEN 1 ELSE 0 END
          FROM generate_series(1, 10050) AS g, unnest(ARRAY['acme', 'globex']) AS t;
        INSERT INTO docs SELECT generate_series(1, 10050);
        INSERT INTO odd VALUES (1);
        INSERT INTO orders SELECT g, CASE WHEN g <= 1050 THEN 'acme' ELSE 'globex' END FROM generate_series(1, 1051) AS g;
        INSERT INTO notes SELECT 'globex', g FROM generate_series(1, 1050) AS g;
        INSERT INTO parts SELECT g, 'acme', 1051 FROM generate_series(1, 10050) AS g;
        ANALYZE
        """;
    String predicates =
        """
        docs: id IN (SELECT doc FROM links WHERE tenant_id = :tenant_id)
        odd: id IN (SELECT doc FROM links WHERE tenant_id = :tenant_id AND 1 / weight > 0)
        """;
    try (SchemaCase one = new SchemaCase(sql, predicates, false, Map.of())) {
      List<Finding> plan = one.plan();
      assertThat(told(plan, "public.docs", "reaches rows for other tenants"))
          .contains("(more than 10,000 rows, e.g. (1)");
      assertThat(told(plan, "public.parts", "part_of")).contains("(more than 10,000 rows, e.g. (");
      assertThat(told(plan, "public.orders", "about")).contains("(more than 1,000 rows, e.g. (1)");
      assertThat(told(plan, "public.odd", "not found out"))
          .endsWith("was not found out: division by zero");
    }
  }

  private static String told(List<Finding> findings, String thing, String problem) {
    return findings.stream()
        .filter(one -> one.subject().endsWith(thing) && one.problem().contains(problem))
        .map(Finding::told)
        .reduce((a, b) -> a + " | " + b)
        .orElse("nothing of " + thing + " in " + findings.stream().map(Finding::line).toList());
  }

  private static final Map<String, String> USERS =
      Map.of("rehome.cell.us_east.postgres.shared-tables", "users,user_sessions");

  @Test
  void aSharedUserComesAlongAndStaysAndTheNeighbourWritesHerAllTheTime() throws Exception {
    try (SchemaCase one = SchemaCase.of("shared-user", USERS)) {
      assertThat(one.blocking()).isEmpty();
      Submitted moved;
      try (Neighbour neighbour = new Neighbour(one)) {
        neighbour.awaitWrites();
        moved = one.move(one.job(SchemaCase.EAST, SchemaCase.WEST));
        neighbour.awaitWrites();
        assertThat(neighbour.refused()).isEmpty();
      }
      assertThat(moved.word()).contains(Submitted.Word.MOVED);
      assertThat(moved.message())
          .contains("us_east public.users: rows that tenants share were written", "(2)")
          .doesNotContain("user_sessions");
      assertThat(one.ask(SchemaCase.WEST, "SELECT id, email FROM users ORDER BY id"))
          .containsExactly("1|a@acme", "2|both@x");
      assertThat(one.ask(SchemaCase.WEST, "SELECT id FROM user_sessions ORDER BY id"))
          .containsExactly("1", "2");
      assertThat(one.ask(SchemaCase.WEST, "SELECT tenant_id FROM memberships"))
          .containsOnly("acme");
      assertThat(one.write(SchemaCase.EAST, "DELETE FROM memberships WHERE id = 1"))
          .isEqualTo("RH001");
      Purged purged = one.purge();
      assertThat(purged.ending()).isEqualTo(Purged.Ending.PURGED);
      assertThat(purged.findings())
          .singleElement()
          .satisfies(
              staying ->
                  assertThat(staying.line())
                      .contains("public.users", "public.user_sessions", "stays, for others"));
      assertThat(one.ask(SchemaCase.EAST, "SELECT id FROM users ORDER BY id"))
          .containsExactly("1", "2", "3");
      assertThat(one.ask(SchemaCase.EAST, "SELECT tenant_id FROM memberships"))
          .containsOnly("globex");
    }
  }

  /** Both cells are shared; who is already there, and equal, is left as she is. */
  @Test
  void aSharedUserJoinsACellOfOthersAndComesBackToWhereSheStayed() throws Exception {
    Map<String, String> both =
        Map.of(
            "rehome.cell.us_east.postgres.shared-tables", "users,user_sessions",
            "rehome.cell.us_west.postgres.shared-tables", "users,user_sessions");
    try (SchemaCase one =
        new SchemaCase(
            CaseFiles.sql("shared-user"), CaseFiles.predicates("shared-user"), true, both)) {
      one.run(
          SchemaCase.WEST,
          "INSERT INTO users VALUES (2, 'both@west'), (9, 'w@initech');"
              + " INSERT INTO memberships VALUES (9, 'initech', 2), (10, 'initech', 9)");
      List<Finding> plan = one.plan();
      assertThat(plan)
          .filteredOn(Finding::blocks)
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.line())
                    .contains("us_west public.users", "otherwise than at us_east")
                    .contains("1 row, e.g. (2)");
                assertThat(one.ask(SchemaCase.WEST, finding.instances().get(0).query()))
                    .as("the query shows that row alone")
                    .singleElement()
                    .asString()
                    .startsWith("2|both@west");
              });
      one.run(SchemaCase.WEST, "UPDATE users SET email = 'both@x' WHERE id = 2");
      assertThat(one.blocking()).isEmpty();
      String before = one.ask(SchemaCase.WEST, "SELECT xmin FROM users WHERE id = 2").get(0);
      one.moved();
      assertThat(one.ask(SchemaCase.WEST, "SELECT id, email FROM users ORDER BY id"))
          .containsExactly("1|a@acme", "2|both@x", "9|w@initech");
      assertThat(one.ask(SchemaCase.WEST, "SELECT xmin FROM users WHERE id = 2"))
          .containsExactly(before);
      assertThat(one.write(SchemaCase.WEST, "UPDATE users SET last_seen = now() WHERE id = 2"))
          .isEmpty();
      one.purge();
      assertThat(one.ask(SchemaCase.EAST, "SELECT id FROM users ORDER BY id"))
          .containsExactly("1", "2", "3");
      one.grant(SchemaCase.WEST, SchemaCase.EAST);
      assertThat(one.plan(one.job(SchemaCase.WEST, SchemaCase.EAST)))
          .filteredOn(Finding::blocks)
          .singleElement()
          .asString()
          .contains("us_east", "public.users", "(2)", "write what us_west has at us_east");
      one.run(SchemaCase.WEST, "UPDATE users SET last_seen = NULL WHERE id = 2");
      one.movedBack();
      assertThat(one.ask(SchemaCase.EAST, "SELECT id, user_id FROM memberships ORDER BY id"))
          .containsExactly("1|1", "2|2", "3|2", "4|3");
      assertThat(one.ask(SchemaCase.EAST, "SELECT id, email FROM users ORDER BY id"))
          .containsExactly("1|a@acme", "2|both@x", "3|g@globex");
    }
  }

  /** From tables of its own: the shared cell's settings tell which rows others need too. */
  @Test
  void fromACellOfItsOwnTheTenantComesBackToTheUserWhoStayed() throws Exception {
    try (SchemaCase one = SchemaCase.of("shared-user", USERS)) {
      one.moved();
      one.purge();
      assertThat(one.write(SchemaCase.WEST, "INSERT INTO users VALUES (5, 'new@acme')")).isEmpty();
      one.run(SchemaCase.WEST, "INSERT INTO memberships VALUES (5, 'acme', 5)");
      assertThat(one.plan(one.job(SchemaCase.WEST, SchemaCase.EAST)))
          .anySatisfy(
              note ->
                  assertThat(note.line()).contains("public.users", "it is fenced as the others"));
      one.movedBack();
      assertThat(one.write(SchemaCase.WEST, "INSERT INTO users VALUES (6, 'late@acme')"))
          .isEqualTo("RH001");
      assertThat(one.ask(SchemaCase.EAST, "SELECT id, email FROM users ORDER BY id"))
          .containsExactly("1|a@acme", "2|both@x", "3|g@globex", "5|new@acme");
      assertThat(one.ask(SchemaCase.EAST, "SELECT id FROM memberships ORDER BY id"))
          .containsExactly("1", "2", "3", "4", "5");
    }
  }

  /** Writes the shared user as globex, again and again. */
  private static final class Neighbour implements AutoCloseable {
    private final SchemaCase one;
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final Thread writer = new Thread(this::write, "neighbour");
    private volatile boolean ends;

    Neighbour(SchemaCase one) {
      this.one = one;
      writer.start();
    }

    private void write() {
      while (!ends) {
        try {
          String state =
              one.write(
                  SchemaCase.EAST, "UPDATE users SET last_seen = clock_timestamp() WHERE id = 2");
          if (!state.isEmpty()) {
            refused.add(state);
          }
        } catch (SQLException e) {
          refused.add(e.getMessage());
        }
        writes.incrementAndGet();
      }
    }

    /** Some more from now on. */
    void awaitWrites() {
      int from = writes.get();
      await().atMost(Duration.ofSeconds(60)).until(() -> writes.get() > from + 2);
    }

    List<String> refused() {
      return List.copyOf(refused);
    }

    @Override
    public void close() {
      ends = true;
      await().atMost(Duration.ofSeconds(60)).until(() -> !writer.isAlive());
    }
  }
}
