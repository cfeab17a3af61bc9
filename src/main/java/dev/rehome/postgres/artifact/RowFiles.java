package dev.rehome.postgres.artifact;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts rows that are copied into files of the artifact. A worker makes the directory once: it does
 * not come back when a later worker has taken it away.
 */
final class RowFiles implements Aside {
  private final Path snapshots;
  private final Map<String, Folder> made = new ConcurrentHashMap<>();

  RowFiles(Path snapshots) {
    this.snapshots = snapshots;
  }

  /** The move's directory, which is there. */
  Folder folder(Move move) {
    return made.computeIfAbsent(
        move.applicationName(),
        worker -> {
          Folder folder = Folder.of(snapshots, move);
          folder.make();
          return folder;
        });
  }

  @Override
  public Part begin(Move move, KeptRows rows) {
    return rows.wanted() ? new RowFile(folder(move), move, rows) : Part.NONE;
  }

  @Override
  public void forget(Connection target, Move move, String relation) throws SQLException {
    ArtifactEntries.forget(target, move, relation);
  }

  /** This process has no more to do with the move. */
  void release(Move move) {
    made.keySet().removeIf(worker -> worker.startsWith(move.applicationPrefix()));
  }
}
