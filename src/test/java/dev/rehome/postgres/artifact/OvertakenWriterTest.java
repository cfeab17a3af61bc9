package dev.rehome.postgres.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.StaleLease;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that was asleep while another worker finished the move and cleaned up. */
final class OvertakenWriterTest {
  private static final KeptRows ROWS =
      new KeptRows("00001-orders", "orders", "", "", "", true, "", "", "", false);

  @TempDir Path snapshots;
  private final Move move = TwoDatabases.move(1, Options.NONE);
  private boolean overtaken;

  private RowFiles files() {
    return new RowFiles(
        snapshots,
        asking -> {
          if (overtaken) {
            throw new StaleLease("overtaken");
          }
        });
  }

  private boolean nothingIsLeft() throws Exception {
    try (Stream<Path> all = Files.walk(snapshots)) {
      return all.allMatch(Files::isDirectory);
    }
  }

  @Test
  void makesNoDirectory() {
    overtaken = true;
    assertThatThrownBy(() -> files().begin(move, ROWS)).isInstanceOf(StaleLease.class);
    assertThat(snapshots).isEmptyDirectory();
  }

  @Test
  void takesNoOtherWorkersDirectoryAway() {
    files().folder(move);
    overtaken = true;
    assertThatThrownBy(() -> files().begin(move, ROWS)).isInstanceOf(StaleLease.class);
    assertThat(snapshots.resolve(move.id())).isDirectory();
  }

  @Test
  void leavesNoFileThatItHasSealed() throws Exception {
    RowFiles files = files();
    try (Aside.Part part = files.begin(move, ROWS)) {
      part.write(new byte[] {1, 2, 3}, 3);
      overtaken = true;
      assertThatThrownBy(() -> part.keep(null, 1)).isInstanceOf(StaleLease.class);
    }
    assertThat(nothingIsLeft()).isTrue();
  }
}
