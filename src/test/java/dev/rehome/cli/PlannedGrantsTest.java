package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.sandbox.FreshSandbox;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A mover that has nothing, and then exactly what {@code plan} said. */
final class PlannedGrantsTest {
  private static final List<String> CELLS = List.of("us_east", "us_west");
  private static final String NOVICE = "novice \"x\"";

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  private Path config;

  @BeforeEach
  void aRoleThatMayNothing() throws Exception {
    List<String> changes = new ArrayList<>();
    for (String cell : CELLS) {
      run(cell, "CREATE ROLE \"novice \"\"x\"\"\" LOGIN PASSWORD 'novice'");
      changes.addAll(List.of("rehome.cell." + cell + ".postgres.user", NOVICE));
      changes.addAll(List.of("rehome.cell." + cell + ".postgres.password", "novice"));
    }
    config = Child.config(sandbox.get(), changes.toArray(new String[0]));
  }

  @AfterEach
  void gone() throws Exception {
    for (String cell : CELLS) {
      run(cell, "DROP OWNED BY \"novice \"\"x\"\"\" CASCADE; DROP ROLE \"novice \"\"x\"\"\"");
    }
  }

  private void run(String cell, String sql) throws Exception {
    try (Connection admin = sandbox.get().connect(cell);
        Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  private Child rehome(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, "acme", "--from", "us_east", "--to", "us_west"));
    arguments.addAll(List.of(more));
    return Child.run(config, arguments.toArray(new String[0]));
  }

  @Test
  void whatPlanPrintsIsAllThatAMoverNeeds() throws Exception {
    Child plan = rehome("plan", "--json");
    assertThat(plan.status()).as(plan.all()).isEqualTo(2);
    JsonNode sql = new ObjectMapper().readTree(plan.out()).get("sql");
    for (String cell : CELLS) {
      assertThat(sql.get(cell)).as(plan.out()).isNotEmpty();
      for (JsonNode statement : sql.get(cell)) {
        run(cell, statement.asText());
      }
    }
    Child again = rehome("plan");
    assertThat(again.status()).as(again.all()).isZero();
    assertThat(again.out()).contains("clean; nothing was changed").doesNotContain("-- missing");
  }

  @Tag("long")
  @Test
  void andAMoveNeedsNoMore() throws Exception {
    whatPlanPrintsIsAllThatAMoverNeeds();
    Child move = rehome("move");
    assertThat(move.lastLine()).as(move.all()).startsWith("MOVED");
  }
}
