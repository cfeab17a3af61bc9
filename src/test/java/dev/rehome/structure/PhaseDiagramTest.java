package dev.rehome.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhaseDiagramTest {
  @Test
  void theDiagramInArchitectureIsTheEnum() throws IOException {
    String drawn =
        Stream.iterate(
                Optional.of(Phase.PREFLIGHT), Optional::isPresent, at -> at.flatMap(Phase::next))
            .map(phase -> phase.orElseThrow().name())
            .collect(Collectors.joining(" → "));
    assertThat(Files.readString(Path.of("ARCHITECTURE.md"))).contains("```\n" + drawn + "\n```");
  }
}
