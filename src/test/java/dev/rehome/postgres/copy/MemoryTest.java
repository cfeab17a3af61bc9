package dev.rehome.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The copier's JVM has 64 MB of heap; the table has three times that, and a row of 8 MB. */
final class MemoryTest {
  @Test
  void aMillionRowsNeedNoMoreThanABuffer() throws Exception {
    Process jvm =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    MillionRows.class.getName()))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      String said =
          new String(jvm.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(jvm.waitFor()).as(said).isZero();
      assertThat(said).contains("copied 1000001");
    } finally {
      jvm.destroyForcibly();
    }
  }
}
