package dev.rehome.postgres.artifact;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What could keep the artifact from being written, found without writing anything. */
public final class ArtifactProblems {
  private static final String COMPONENT = "postgres";

  private ArtifactProblems() {}

  /** Of what the job and the settings ask for, and of the place. */
  public static List<Finding> find(Settings settings, Move move) {
    List<Finding> findings = new ArrayList<>();
    boolean keep = move.options().keepSnapshot();
    if (keep && !settings.snapshotWrite()) {
      findings.add(
          Finding.blocking(
              COMPONENT,
              "keep-snapshot",
              "the job keeps the artifact, and rehome.snapshot-write = false writes none",
              "take keep-snapshot out of the job, or the setting out of the properties"));
    }
    if (keep && move.options().mirrored()) {
      findings.add(
          Finding.blocking(
              COMPONENT,
              "keep-snapshot",
              "the job keeps the artifact, and a mirrored move copies nothing",
              "take one of the two out of the job"));
    }
    if (settings.snapshotWrite() && !move.options().mirrored()) {
      Path nearest = nearest(settings.snapshots());
      if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
        findings.add(
            Finding.blocking(
                COMPONENT,
                settings.snapshots().toString(),
                nearest + " is no directory that this user may write to",
                "make it one, name another rehome.snapshot-directory, or set rehome.snapshot-write"
                    + " = false"));
      }
    }
    return findings;
  }

  /**
   * Of the room for the rows, which are smaller compressed.
   *
   * @param bytes the tenant's rows, about
   */
  public static List<Finding> ofSpace(Settings settings, long bytes) {
    Path nearest = nearest(settings.snapshots());
    try {
      long free = Files.getFileStore(nearest).getUsableSpace();
      return free >= bytes
          ? List.of()
          : List.of(
              Finding.note(
                  COMPONENT,
                  settings.snapshots().toString(),
                  "has %d MiB free; the rows are about %d MiB before they are compressed"
                      .formatted(free >> 20, bytes >> 20),
                  "make room, or name another rehome.snapshot-directory"));
    } catch (IOException e) {
      return List.of(
          Finding.note(
              COMPONENT,
              settings.snapshots().toString(),
              "its free space cannot be told",
              "look yourself whether the rows have room there"));
    }
  }

  /** The directory, or the first above it that is there. */
  private static Path nearest(Path directory) {
    Path path = directory.toAbsolutePath();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }
}
