package dev.rehome.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scripts of the control store, which several people write at once. */
class MigrationsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/db/control");

  @Test
  void eachVersionIsTakenOnce() throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      assertThat(
              scripts
                  .map(script -> script.getFileName().toString())
                  .filter(name -> name.startsWith("V"))
                  .map(name -> name.replaceFirst("__.*", "")))
          .isNotEmpty()
          .doesNotHaveDuplicates();
    }
  }
}
