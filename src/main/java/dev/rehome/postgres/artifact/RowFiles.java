package dev.rehome.postgres.artifact;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Puts rows that are copied into files of the artifact. A worker makes the directory once: it does
 * not come back when a later worker has taken it away. What it makes after it was overtaken, since
 * it was asleep, goes again: the later worker has cleaned up and does not come back.
 */
final class RowFiles implements Aside {
  private final Path snapshots;
  private final Consumer<Move> confirm;
  private final Map<String, Folder> made = new ConcurrentHashMap<>();

  /**
   * @param confirm throws {@code StaleLease} when the control store knows a newer epoch of the move
   */
  RowFiles(Path snapshots, Consumer<Move> confirm) {
    this.snapshots = snapshots;
    this.confirm = confirm;
  }

  /** The move's directory, which is there. */
  Folder folder(Move move) {
    return made.computeIfAbsent(
        move.applicationName(),
        worker -> {
          Folder folder = Folder.of(snapshots, move);
          FailPoint.ARTIFACT_BEGUN.reached();
          boolean fresh = folder.make();
          try {
            confirm.accept(move);
          } catch (RuntimeException e) {
            if (fresh) {
              folder.removeIfEmpty();
            }
            throw e;
          }
          return folder;
        });
  }

  @Override
  public Part begin(Move move, KeptRows rows) {
    return rows.wanted() ? file(move, rows) : Part.NONE;
  }

  /** One file of rows, begun. */
  RowFile file(Move move, KeptRows rows) {
    return new RowFile(folder(move), move, rows, confirm);
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
