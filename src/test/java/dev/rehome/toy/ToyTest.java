package dev.rehome.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.Registry;
import dev.rehome.cli.Rehome;
import dev.rehome.inbox.JobParser;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Cell;
import dev.rehome.settings.CellPart;
import dev.rehome.settings.Reading;
import dev.rehome.settings.Section;
import dev.rehome.settings.SettingsLoader;
import dev.rehome.store.Kinds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A kind of store that nobody else knows moves by one package, one registration and one file of
 * routes.
 */
class ToyTest {
  private static final Kinds KINDS = Registry.KINDS.with(new ToyKind());

  @TempDir static Path home;
  private static PostgresServer server;
  private static int databases;

  private final Shelf east = Shelf.at("east");
  private final Shelf west = Shelf.at("west");
  private Path properties;
  private String database;

  @BeforeAll
  static void startServer() throws IOException {
    server = PostgresServer.start(home.resolve("data"), Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
    Shelf.clear();
  }

  /** Three things of acme, one of a neighbour, and the routes with one file more. */
  @BeforeEach
  void fill(@TempDir Path folder) throws IOException, SQLException {
    database = "control_" + ++databases;
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Files.copy(Path.of("src/test/resources/toy/toy.camel.yaml"), routes.resolve("toy.camel.yaml"));
    properties =
        Files.writeString(
            folder.resolve("application.properties"),
            """
            rehome.control.url = %s
            rehome.control.user = %s
            rehome.control.password = %s
            rehome.cell.us_east.toy.shelf = east
            rehome.cell.us_east.toy.token = hunter2hunter2
            rehome.cell.us_west.toy.shelf = west
            rehome.cell.bare.connections-max = 4
            """
                .formatted(
                    server.url(database),
                    server.superuser().user(),
                    server.superuser().password()));
    for (Shelf shelf : List.of(east, west)) {
      for (String tenant : List.of("acme", "globex")) {
        shelf.things(tenant).keySet().forEach(name -> shelf.remove(tenant, name));
      }
    }
    List.of("bear", "car", "doll").forEach(name -> east.put("acme", name, "a " + name));
    east.put("globex", "yoyo", "a yoyo");
  }

  /** What a command printed, line by line, after it ended with the status. */
  private List<String> run(int status, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Rehome.line(KINDS);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", properties.toString()));
    assertThat(line.execute(all.toArray(new String[0]))).as(out + "\n" + err).isEqualTo(status);
    assertThat(out + "" + err).doesNotContain("hunter2hunter2");
    return out.toString().lines().toList();
  }

  private JsonNode json(int status, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    List<String> lines = run(status, all.toArray(new String[0]));
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  private List<String> control(String question) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      while (row.next()) {
        answers.add(row.getString(1));
      }
    }
    return answers;
  }

  @Test
  void aPlanCountsItsThings() throws IOException {
    JsonNode estimate =
        json(0, "plan", "acme", "--from", "us_east", "--to", "us_west").path("estimate");
    assertThat(estimate.path("things").asInt()).isEqualTo(3);
    assertThat(estimate.path("components").path(0).path("component").asText()).isEqualTo("toy");
    assertThat(estimate.path("components").path(0).path("shelves").asInt()).isEqualTo(1);
    assertThat(run(0, "plan", "acme", "--from", "us_east", "--to", "us_west"))
        .anyMatch(line -> line.contains("3 things, 30 B, 1 shelf; 3 chunks"));
    assertThat(west.things("acme")).isEmpty();
  }

  @Test
  void aTenantMovesThroughEveryPhaseAndWhatItLeftIsPurged() throws IOException, SQLException {
    JsonNode moved = json(0, "move", "acme", "--from", "us_east", "--to", "us_west");
    assertThat(moved.path("outcome").asText()).isEqualTo("MOVED");
    assertThat(west.things("acme").keySet()).containsExactly("bear", "car", "doll");
    assertThat(west.things("globex")).isEmpty();
    west.write("acme", "kite", "a kite");
    assertThatThrownBy(() -> east.write("acme", "late", "")).hasMessageContaining("acme");
    east.write("globex", "top", "a top");

    assertThat(control("SELECT phase FROM _system.journal WHERE mark = 'DURABLE' ORDER BY seq"))
        .containsExactly("PREFLIGHT", "COPY", "DRAIN", "SNAPSHOT", "CUTOVER", "RESUME");
    assertThat(
            control(
                "SELECT detail->>'position.toy' FROM _system.journal WHERE mark = 'DURABLE' ORDER"
                    + " BY seq"))
        .containsExactly(null, null, "last thing", "thing 3", "thing 3", "thing 3");
    assertThat(
            control(
                "SELECT detail->>'components' FROM _system.journal WHERE phase = 'PREFLIGHT' AND"
                    + " mark = 'DURABLE'"))
        .containsExactly("toy");

    assertThat(run(0, "status", "acme"))
        .anyMatch(line -> line.contains("copied: 3 of 3 chunks, 3 things, 30 B"))
        .anyMatch(line -> line.startsWith("SNAPSHOT  toy things "));
    JsonNode status = json(0, "status", "acme");
    assertThat(status.findPath("progress").path("things").asInt()).isEqualTo(3);

    JsonNode dry = json(0, "purge", "acme", "--dry-run");
    assertThat(dry.path("outcome").asText()).isEqualTo("DRY_RUN");
    assertThat(dry.findPath("there").path("toy").asInt()).isPositive();
    assertThat(east.things("acme")).isNotEmpty();
    JsonNode purged = json(0, "purge", "acme", "--yes");
    assertThat(purged.path("outcome").asText()).isEqualTo("PURGED");
    assertThat(purged.findPath("found").asText()).matches("[0-9]+ things");
    assertThat(east.things("acme")).isEmpty();
    assertThat(east.things("globex").keySet()).containsExactly("top", "yoyo");
    assertThat(west.things("acme")).hasSize(4);
  }

  @Test
  void aCopyThatIsNotProvenIsUndone() throws IOException, SQLException {
    east.put("acme", ToyKind.CURSED, "a curse");
    JsonNode undone = json(1, "move", "acme", "--from", "us_east", "--to", "us_west");
    assertThat(undone.path("outcome").asText()).isEqualTo("ABORTED");
    assertThat(undone.path("message").asText()).contains("not proven equal: digest of shelf");
    assertThat(west.things("acme")).isEmpty();
    assertThat(east.things("acme")).hasSize(4);
    east.write("acme", "kite", "the source serves");
    assertThat(control("SELECT DISTINCT database FROM _system.tenants")).containsExactly("us_east");
  }

  @Test
  void aRehearsalMovesNothing() throws IOException {
    JsonNode rehearsed = json(0, "rehearse", "acme", "--from", "us_east", "--to", "us_west");
    assertThat(rehearsed.path("outcome").asText()).isEqualTo("REHEARSED");
    assertThat(rehearsed.path("things").asInt()).isEqualTo(3);
    assertThat(west.things("acme")).isEmpty();
  }

  @Test
  void aCellThatLacksItIsFoundUnlessTheJobLeavesItBehind() {
    List<String> plan = run(2, "plan", "acme", "--from", "us_east", "--to", "bare");
    assertThat(plan).anyMatch(line -> line.contains("FINDING toy: bare: has no shelf"));
    JobParser parser = new JobParser(cell -> true, Set::of, KINDS);
    String job =
        "{\"tenant\": \"a\", \"from\": \"b\", \"to\": \"c\", \"options\": {\"%s\": [\"%s\"]}}";
    for (String option : List.of("leave-behind", "accept-observed")) {
      byte[] text = job.formatted(option, "toy").getBytes(StandardCharsets.UTF_8);
      assertThat(parser.parse("j.json", text)).hasSize(1);
    }
    byte[] wrong = job.formatted("leave-behind", "toi").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> parser.parse("j.json", wrong))
        .hasMessageContaining("must name objects, toy, kafka, search, cache")
        .hasMessageContaining("toi");
  }

  @Test
  void itsSettingsAreKnownCheckedAndRead() throws IOException {
    Map<String, String> environment =
        Map.of("REHOME_CELL_NORTH_TOY_SHELF", "n", "REHOME_CELL_US_EAST_TOY_TOKEN", "t");
    assertThat(
            new SettingsLoader(KINDS.all(), environment)
                .load(properties)
                .cell("north")
                .orElseThrow()
                .part(ToyCell.class))
        .contains(new ToyCell("n", ""));
    Files.writeString(
        properties, Files.readString(properties) + "rehome.cell.us_west.toy.shelff = x\n");
    assertThatThrownBy(() -> new SettingsLoader(KINDS.all(), Map.of()).load(properties))
        .hasMessageContaining("rehome.cell.us_west.toy.shelff is not known")
        .hasMessageContaining("rehome.cell.us_west.toy.shelf");
    assertThatThrownBy(() -> new SettingsLoader(Registry.KINDS.all(), Map.of()).load(properties))
        .hasMessageContaining("rehome.cell.us_east.toy.shelf is not known");
  }

  @Test
  void itNamesItsOwnPlacesToFailAt() throws Exception {
    assertThat(passing("toy-thing-copied#3")).isEqualTo("once\ntwice\n0");
    assertThat(passing("toy-thing-copied#2")).isEqualTo("once\n137");
    assertThat(passing("toy-thing-copied")).isEqualTo("137");
  }

  /** What a program printed, and its exit status. */
  private static String passing(String place) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Drehome.fail-point=" + place,
                ToyPlace.class.getName())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out + process.waitFor();
  }

  @Test
  void itTakesThePlaceOfWhatIsYetToCome() throws IOException {
    Files.writeString(
        properties, Files.readString(properties) + "rehome.cell.bare.cache.url = x\n");
    assertThat(run(2, "plan", "acme", "--from", "bare", "--to", "us_west"))
        .anyMatch(line -> line.contains("has no store that could be moved"));
    Cell before = new SettingsLoader(KINDS.all(), Map.of()).load(properties).cells().get("bare");
    assertThat(before.other()).containsOnlyKeys("cache.url");
    Section cache =
        new Section() {
          @Override
          public String name() {
            return "cache";
          }

          @Override
          public SectionKeys keys() {
            return new SectionKeys(Set.of("url"), Set.of());
          }

          @Override
          public CellPart read(Reading reading) {
            return new ToyCell(reading.required("url", "it names a cache"), "");
          }
        };
    Cell after =
        new SettingsLoader(List.of(new ToyKind(), cache), Map.of())
            .load(properties)
            .cells()
            .get("bare");
    assertThat(after.other()).isEmpty();
    assertThat(after.part(ToyCell.class)).contains(new ToyCell("x", ""));
  }
}
