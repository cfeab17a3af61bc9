package dev.rehome.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Camel accepts in silence: unknown keys, a {@code direct:} without a consumer, no id. */
class RoutesReadTest {
  private static final Set<String> TOP_LEVEL =
      Set.of("route", "routeTemplate", "templatedRoute", "routeConfiguration");

  private static final List<JsonNode> ENTRIES = new ArrayList<>();
  private static final List<String> TEXTS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    YAMLMapper yaml = new YAMLMapper(new YAMLFactory());
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.sorted().toList()) {
        String text = Files.readString(file);
        TEXTS.add(text);
        yaml.readTree(text).forEach(ENTRIES::add);
      }
    }
  }

  @Test
  void onlyKnownThingsAreAtTheTop() {
    assertThat(ENTRIES)
        .allSatisfy(entry -> assertThat(entry.fieldNames()).toIterable().isSubsetOf(TOP_LEVEL));
  }

  @Test
  void everyFileBeginsWithACommentThatTellsWhatItIs() {
    assertThat(TEXTS).allSatisfy(text -> assertThat(text).startsWith("# "));
  }

  @Test
  void everyDirectHasAConsumer() {
    Set<String> consumers = new TreeSet<>();
    Set<String> called = new TreeSet<>();
    ENTRIES.forEach(
        entry -> {
          JsonNode route =
              entry.has("routeTemplate") ? entry.at("/routeTemplate/route") : entry.path("route");
          consumers.add(route.at("/from/uri").asText());
          called.addAll(
              route.findValues("uri").stream().map(JsonNode::asText).collect(Collectors.toSet()));
        });
    called.removeIf(uri -> !uri.startsWith("direct:"));
    assertThat(consumers).containsAll(called);
    assertThat(consumers)
        .contains(
            "direct:preflight",
            "direct:drain",
            "direct:snapshot",
            "direct:cutover",
            "direct:resume",
            "direct:rollback");
  }

  @Test
  void everyRouteHasAnIdAndADescriptionAndEveryStepAnId() {
    ENTRIES.forEach(
        entry -> {
          if (entry.has("templatedRoute")) {
            return;
          }
          JsonNode named = entry.elements().next();
          assertThat(named.path("id").asText()).isNotEmpty();
          assertThat(named.path("description").asText()).isNotEmpty();
          named.findValues("steps").forEach(RoutesReadTest::haveIds);
        });
  }

  private static void haveIds(JsonNode steps) {
    steps.forEach(
        step -> assertThat(step.elements().next().path("id").asText()).as("%s", step).isNotEmpty());
  }
}
