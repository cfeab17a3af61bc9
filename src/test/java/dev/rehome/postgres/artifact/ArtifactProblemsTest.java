package dev.rehome.postgres.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could keep the artifact from being written is found, and nothing is made for the look. */
final class ArtifactProblemsTest {
  private static final Settings.Database NOWHERE = new Settings.Database("", "", "");

  @TempDir Path folder;

  private static Settings settings(Path snapshots, boolean write) {
    return new Settings(
        NOWHERE, snapshots, snapshots, write, Limits.DEFAULTS, Map.of(), name -> Optional.empty());
  }

  private static Move move(boolean keep, boolean mirrored) {
    return TwoDatabases.move(
        1, new Options(OptionalInt.empty(), OptionalInt.empty(), keep, false, mirrored, List.of()));
  }

  @Test
  void aPlaceThatCanBeMadeIsFineAndIsNotMade() throws Exception {
    Path place = folder.resolve("a/b");
    assertThat(ArtifactProblems.find(settings(place, true), move(true, false))).isEmpty();
    assertThat(ArtifactProblems.ofSpace(settings(place, true), 1)).isEmpty();
    try (var made = Files.list(folder)) {
      assertThat(made).isEmpty();
    }
  }

  @Test
  void aFileInItsPlaceBlocks() throws Exception {
    Path place = Files.createFile(folder.resolve("file")).resolve("snapshots");
    assertThat(ArtifactProblems.find(settings(place, true), move(false, false)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.blocks()).isTrue())
        .extracting(Finding::line)
        .asString()
        .contains(place.getParent().toString(), "no directory", "rehome.snapshot-directory");
    assertThat(ArtifactProblems.find(settings(place, false), move(false, false))).isEmpty();
    assertThat(ArtifactProblems.find(settings(place, true), move(false, true))).isEmpty();
  }

  @Test
  void keepingWhatIsNotWrittenBlocks() {
    assertThat(ArtifactProblems.find(settings(folder, false), move(true, false)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.blocks()).isTrue());
    assertThat(ArtifactProblems.find(settings(folder, true), move(true, true)))
        .singleElement()
        .extracting(Finding::problem)
        .asString()
        .contains("mirrored");
  }

  @Test
  void tooLittleRoomIsTold() {
    assertThat(ArtifactProblems.ofSpace(settings(folder, true), Long.MAX_VALUE))
        .singleElement()
        .satisfies(finding -> assertThat(finding.blocks()).isFalse())
        .extracting(Finding::problem)
        .asString()
        .contains("MiB free");
  }
}
