package dev.rehome.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Itinerary;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PhaseDiagramTest {
  @Test
  void theDiagramInArchitectureIsTheItinerary() throws IOException {
    String drawn =
        Itinerary.of(Options.NONE).phases().stream()
            .map(Phase::name)
            .collect(Collectors.joining(" → "));
    assertThat(Files.readString(Path.of("ARCHITECTURE.md"))).contains("```\n" + drawn + "\n```");
  }
}
