package dev.rehome.postgres.artifact;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * The rows of one COPY on their way into a file of the artifact: its stream as it came, through
 * zstd. No file is made of no rows; an earlier one of the same counts no more.
 */
final class RowFile implements Aside.Part {
  /** Zstd's fastest but for the negative ones; what MEASURED compares with. */
  private static final int LEVEL = 1;

  private final Move move;
  private final KeptRows rows;
  private final Consumer<Move> confirm;
  private final Path path;
  private final DurableFile file;
  private final ZstdOutputStreamNoFinalizer zstd;

  RowFile(Folder folder, Move move, KeptRows rows, Consumer<Move> confirm) {
    this.confirm = confirm;
    this.move = move;
    this.rows = rows;
    this.path = folder.file(Entry.name(rows, move.epoch()));
    try {
      this.file = new DurableFile(path);
      this.zstd = new ZstdOutputStreamNoFinalizer(file.stream(), LEVEL);
      zstd.setChecksum(true);
    } catch (IOException e) {
      throw Folder.failed(path, e);
    }
  }

  @Override
  public void write(byte[] block, int length) {
    try {
      zstd.write(block, 0, length);
    } catch (IOException e) {
      throw Folder.failed(path, e);
    }
  }

  @Override
  public void keep(Connection target, long count) throws SQLException {
    if (count == 0) {
      ArtifactEntries.remove(target, move, rows);
      return;
    }
    DurableFile.Content content;
    try {
      zstd.close();
      content = file.seal();
    } catch (IOException e) {
      throw Folder.failed(path, e);
    }
    FailPoint.ARTIFACT_FILE_SEALED.reached();
    confirmed();
    Entry entry = new Entry(Entry.name(rows, move.epoch()), move.epoch(), count, content, rows);
    ArtifactEntries.add(target, move, entry);
  }

  /** One that was sealed after a later worker took the move over is in nobody's book. */
  private void confirmed() {
    try {
      confirm.accept(move);
    } catch (StaleLease e) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** What zstd has left goes nowhere then. */
  @Override
  public void close() {
    try (file) {
      zstd.close();
    } catch (IOException e) {
      // it was not kept: a .tmp that could not be deleted counts for nothing
    }
  }
}
