package dev.rehome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class NeededTest {
  @TempDir Path directory;

  @Test
  void aSkippedTestIsWrittenDownWithWhatItLacks() throws Exception {
    Path skipped = directory.resolve("of/the/build");
    assertThatThrownBy(() -> Needed.require("the program zstd", false, false, skipped))
        .isInstanceOf(TestAbortedException.class);
    assertThat(Files.readString(skipped))
        .contains("dev.rehome.NeededTest.")
        .endsWith(" needs the program zstd, which is not here\n");
  }

  @Test
  void whereAllProgramsMustBeThereAMissingOneFails() {
    Path skipped = directory.resolve("skipped");
    assertThatThrownBy(() -> Needed.require("the program zstd", false, true, skipped))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("needs the program zstd, which is not here, though " + Needed.ALL);
    assertThat(skipped).doesNotExist();
  }

  @Test
  void whatIsThereIsNotTold() {
    Path skipped = directory.resolve("skipped");
    assertThatCode(() -> Needed.require("the program zstd", true, true, skipped))
        .doesNotThrowAnyException();
    assertThat(skipped).doesNotExist();
  }
}
