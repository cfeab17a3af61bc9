package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.sandbox.FreshSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The inbox, as those see it who drop files into it. */
class RunCommandTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  private final List<ExtraCell> cells = new ArrayList<>();
  private Path config;
  private Path inbox;

  @BeforeEach
  void makeCells() throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    for (String name : List.of("west_a", "west_b", "west_c", "west_d")) {
      ExtraCell cell = ExtraCell.make(sandbox.get(), name);
      cells.add(cell);
      settings.putAll(cell.settings());
    }
    settings.put("rehome.moves-max", "4");
    List<String> changes = new ArrayList<>();
    settings.forEach((key, value) -> changes.addAll(List.of(key, value)));
    config = Child.config(sandbox.get(), changes.toArray(String[]::new));
    inbox = Path.of(sandbox.get().properties().getProperty("rehome.inbox-directory"));
  }

  @AfterEach
  void dropCells() throws SQLException {
    for (ExtraCell cell : cells) {
      cell.close();
    }
  }

  private void drop(String name, String text) throws IOException {
    Path half = inbox.resolve(name + ".tmp");
    Files.writeString(half, text);
    Files.move(half, inbox.resolve(name));
  }

  private String outcome(Child run, String name) {
    Path file = inbox.resolve(".done").resolve(name + ".outcome.json");
    await()
        .alias(name)
        .atMost(Duration.ofSeconds(80))
        .until(() -> Files.exists(file) && !Files.exists(inbox.resolve(".accepted").resolve(name)));
    return read(run, file);
  }

  private static String read(Child run, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(run.all(), e);
    }
  }

  private String fault(Child run, String name) {
    Path file = inbox.resolve(".failed").resolve(name + ".error.txt");
    await().alias(name).atMost(Duration.ofSeconds(40)).until(() -> Files.exists(file));
    return read(run, file);
  }

  private String moves() {
    return Child.run(config, "sql", "SELECT count(*) AS n FROM _system.moves", "--json").out();
  }

  @Test
  void jobFilesBecomeMovesAndBadOnesAreExplained() throws IOException {
    Child run = Child.start(config, "run").said("running");
    drop("acme.yaml", "tenant: acme\nfrom: us_east\nto: west_a\n");
    drop(
        "globex.json",
        "{\"id\":\"g1\",\"tenant\":\"globex\",\"from\":\"us_east\",\"to\":\"west_b\"}");
    drop(
        "two.sql",
        """
        MOVE TENANT acm FROM us_east TO west_c;
        MOVE TENANT acme2 FROM us_east TO west_d;
        """);
    Files.writeString(inbox.resolve("half.yaml.tmp"), "tenant: acm");
    drop("unknown.yaml", "tenant: acme\nform: us_east\nto: west_a\n");
    drop("broken.json", "{\"tenant\": ");
    assertThat(fault(run, "unknown.yaml")).contains("form", "line 2", "from");
    assertThat(fault(run, "broken.json")).contains("broken.json", "line 1");
    assertThat(outcome(run, "acme.yaml")).contains("\"MOVED\"", "\"west_a\"");
    assertThat(outcome(run, "globex.json")).contains("\"MOVED\"", "\"g1\"");
    assertThat(outcome(run, "two.sql")).contains("\"acm\"", "\"acme2\"").containsOnlyOnce("west_d");
    assertThat(inbox.resolve("half.yaml.tmp")).exists();
    String before = moves();
    assertThat(before).contains("[[4]]");

    drop("acme.yaml", "tenant: acme\nfrom: us_east\nto: west_a\n");
    await().until(() -> !Files.exists(inbox.resolve("acme.yaml")));
    assertThat(outcome(run, "acme.yaml")).contains("\"MOVED\"", "\"west_a\"");
    assertThat(moves()).isEqualTo(before);
    run.signal("TERM");
    assertThat(run.ended().status()).as(run.all()).isZero();
  }

  @Test
  void theFirstJobAgainAfterTheWayBackMovesNothing() throws IOException, SQLException {
    String first = "id: first\ntenant: acme\nfrom: west_a\nto: west_b\n";
    Child run = Child.start(config, "run").said("running");
    drop("in.yaml", "tenant: acme\nfrom: us_east\nto: west_a\n");
    assertThat(outcome(run, "in.yaml")).contains("\"MOVED\"");
    drop("there.yaml", first);
    assertThat(outcome(run, "there.yaml")).contains("\"MOVED\"");
    cells.get(0).empty();
    drop("back.yaml", "tenant: acme\nfrom: west_b\nto: west_a\n");
    assertThat(outcome(run, "back.yaml")).contains("\"MOVED\"");
    String before = moves();
    drop("again.yaml", first);
    assertThat(outcome(run, "again.yaml")).contains("\"MOVED\"", "\"first\"");
    assertThat(moves()).isEqualTo(before).contains("[[3]]");
    assertThat(Child.run(config, "status", "acme").out()).contains("acme is served by west_a");
    run.signal("INT");
    assertThat(run.ended().status()).as(run.all()).isZero();
  }
}
