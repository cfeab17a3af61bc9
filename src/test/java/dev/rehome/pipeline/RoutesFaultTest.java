package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.sandbox.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is started over routes that an operator has spoilt, and one line says what is wrong. */
class RoutesFaultTest {
  @TempDir static Path directory;
  private static PostgresServer server;

  @TempDir Path folder;
  private Path routes;

  @BeforeAll
  static void startServer() throws IOException {
    server = PostgresServer.start(directory.resolve("control"), Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void copy() throws IOException {
    routes = EditedRoutes.in(Files.createDirectory(folder.resolve("routes"))).folder();
  }

  private void refused(String... lines) {
    FakeComponent store = new FakeComponent();
    assertThatThrownBy(() -> FakePipeline.start(server, directory, routes, Map.of(), store))
        .isInstanceOf(RoutesFault.class)
        .hasMessage(String.join("\n", lines));
    assertThat(store.calls).isEmpty();
  }

  private void edit(String file, String from, String to) throws IOException {
    Path edited = routes.resolve(file);
    String text = Files.readString(edited);
    assertThat(text).contains(from);
    Files.writeString(edited, text.replace(from, to));
  }

  @ParameterizedTest
  @CsvSource({
    "cutover, direct:cutover",
    "drain, direct:drain",
    "resume, direct:resume",
    "preflight, direct:preflight",
    "rehearsed, direct:rehearsed"
  })
  void aFileThatIsMissing(String file, String route) throws IOException {
    Files.delete(routes.resolve(file + ".camel.yaml"));
    refused(
        "routes: no route begins with %s, which moves need; it belongs into %s.camel.yaml, put it back as the program has it"
            .formatted(route, file));
  }

  @Test
  void theRoutesOfAComponentThatAreMissing() throws IOException {
    edit(
        "postgres.camel.yaml",
        "- templatedRoute: {routeTemplateRef: discard, routeId: discard-postgres, parameters:"
            + " [{name: component, value: postgres}]}\n",
        "");
    refused(
        "routes: no route begins with direct:discard-postgres, which moves need; it belongs into"
            + " postgres.camel.yaml, put it back as the program has it");
  }

  @Test
  void theWorkerThatIsMissing() throws IOException {
    Files.delete(routes.resolve("worker.camel.yaml"));
    refused(
        "routes: there is no route \"worker\"; it belongs into worker.camel.yaml, put it back as"
            + " the program has it");
  }

  /** Every file that a move passes: never a start without it. */
  @Test
  void anyFileThatIsMissing() throws IOException {
    List<String> files;
    try (Stream<Path> listed = Files.list(Path.of("routes"))) {
      files = listed.map(f -> f.getFileName().toString()).toList();
    }
    for (String file : files) {
      if (file.matches("(inbox|objects)\\.camel\\.yaml")) {
        continue;
      }
      Path moved = routes.resolve(file);
      String text = Files.readString(moved);
      Files.delete(moved);
      assertThatThrownBy(
              () -> FakePipeline.start(server, directory, routes, Map.of(), new FakeComponent()))
          .as(file)
          .isInstanceOf(RoutesFault.class);
      Files.writeString(moved, text);
    }
  }

  @Test
  void aFolderWithoutRoutes() throws IOException {
    routes = folder.resolve("nowhere");
    refused(routes + ": cannot be read; it must be a folder of files *.camel.yaml");
  }

  @Test
  void aDirectThatNobodyAnswers() throws IOException {
    edit("worker.camel.yaml", "uri: \"direct:claim\"", "uri: \"direct:clam\"");
    refused(
        "routes/worker.camel.yaml, line 18, column 41: no route begins with direct:clam; did you"
            + " mean direct:claim?");
  }

  @Test
  void aConfigurationThatIsNotThere() throws IOException {
    edit("cutover.camel.yaml", "routeConfigurationId: passing", "routeConfigurationId: pasing");
    refused(
        "routes/cutover.camel.yaml, line 5, column 5: there is no routeConfiguration \"pasing\";"
            + " errors.camel.yaml has those of the program; did you mean passing?");
  }

  @Test
  void aBeanAndAMethodThatAreNotThere() throws IOException {
    edit("cutover.camel.yaml", "ref: cutover", "ref: cutovr");
    edit("drain.camel.yaml", "method: run", "method: rum");
    assertThatThrownBy(
            () -> FakePipeline.start(server, directory, routes, Map.of(), new FakeComponent()))
        .hasMessageContaining(
            "routes/cutover.camel.yaml, line 9, column 35: there is nothing called \"cutovr\"")
        .hasMessageContaining("did you mean cutover?")
        .hasMessageContaining(
            "routes/drain.camel.yaml, line 9, column 51: the bean drain has no method \"rum\"; it"
                + " has run; did you mean run?");
  }

  @Test
  void aTemplateThatIsNotThere() throws IOException {
    edit("postgres.camel.yaml", "routeTemplateRef: proof", "routeTemplateRef: prof");
    refused(
        "routes/postgres.camel.yaml, line 6, column 19: there is no routeTemplate \"prof\"; did you"
            + " mean proof?");
  }

  @Test
  void aKeyThatCamelWouldTakeNoNoticeOf() throws IOException {
    edit("cutover.camel.yaml", "- route:", "- rout:");
    assertThatThrownBy(
            () -> FakePipeline.start(server, directory, routes, Map.of(), new FakeComponent()))
        .hasMessageStartingWith("routes/cutover.camel.yaml, line 2, column 3: \"rout\" is unknown")
        .hasMessageEndingWith("did you mean route?");
  }

  @Test
  void aTypoInAKey() throws IOException {
    edit("cutover.camel.yaml", "method: run", "methodd: run");
    refused(
        "routes/cutover.camel.yaml, line 9, column 44: unsupported field: methodd; did you mean"
            + " method?");
  }

  @Test
  void aTypoInTheNameOfAStep() throws IOException {
    edit("cutover.camel.yaml", "- bean:", "- baen:");
    refused(
        "routes/cutover.camel.yaml, line 9, column 11: unknown node id: baen; did you mean bean?");
  }

  @Test
  void aTextThatIsNoYaml() throws IOException {
    edit("cutover.camel.yaml", "  from:", " from: {");
    assertThatThrownBy(
            () -> FakePipeline.start(server, directory, routes, Map.of(), new FakeComponent()))
        .hasMessageStartingWith("routes/cutover.camel.yaml, line 6, column")
        .hasMessageContaining("is no YAML")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatOnlyCamelCanSee() throws IOException {
    edit("worker.camel.yaml", "${body} != null", "${bdy} != null");
    assertThatThrownBy(
            () -> FakePipeline.start(server, directory, routes, Map.of(), new FakeComponent()))
        .isInstanceOf(RoutesFault.class)
        .hasMessageStartingWith("routes/worker.camel.yaml, line 16, column ")
        .hasMessageContaining("route worker: Unknown function: bdy");
  }
}
