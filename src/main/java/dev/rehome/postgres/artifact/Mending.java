package dev.rehome.postgres.artifact;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.copy.pipe.KeptRows;
import dev.rehome.postgres.copy.pipe.RowReader;
import dev.rehome.postgres.copy.plan.Relation;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.throttle.Throttle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads from the source again what files of an older worker should hold and do not: on another
 * machine, or damaged. The rows are fenced, so they are the same; those of reference tables are as
 * they are by now. In the caller's transaction of the target.
 */
record Mending(SourceSnapshot snapshot, RowFiles files, Throttle leaving, Connection target) {
  /** Every file is there when this returns; the book tells of the new ones. */
  void run(Move move, Scope scope) throws SQLException {
    Inspector inspector = new Inspector(files.folder(move), move);
    Map<String, Entry> broken = new LinkedHashMap<>();
    for (Entry entry : ArtifactEntries.read(target, move)) {
      if (!inspector.fault(entry).isEmpty()) {
        broken.put(entry.file(), entry);
      }
    }
    if (!broken.isEmpty()) {
      snapshot.read(
          move,
          source -> {
            SearchPath.set(source, SearchPath.source(scope));
            return again(move, source, List.copyOf(broken.values()));
          });
    }
  }

  private int again(Move move, Connection source, List<Entry> broken) throws SQLException {
    Map<String, String> whole = new LinkedHashMap<>();
    for (Entry entry : broken) {
      KeptRows rows = entry.rows();
      if (whole.containsKey(rows.relation())) {
        continue;
      }
      if (!rows.relation().isEmpty()) {
        String filenode = Relation.filenode(source, rows.relation());
        if (!filenode.equals(rows.filenode())) {
          // its blocks lie elsewhere by now: all of the table, in place of all its files
          whole.put(rows.relation(), filenode);
          ArtifactEntries.forget(target, move, rows.relation());
          write(move, source, rows.rewritten(filenode));
          continue;
        }
      }
      ArtifactEntries.remove(target, move, rows);
      long count = write(move, source, rows);
      if (count != entry.count() && !rows.reference()) {
        throw new MoveFailed(
            "the artifact's %s had %d rows, the source gives %d"
                .formatted(entry.file(), entry.count(), count));
      }
    }
    return broken.size();
  }

  private long write(Move move, Connection source, KeptRows rows) throws SQLException {
    try (RowFile file = files.file(move, rows)) {
      RowReader reading = new RowReader(move.source() + ": copy from " + rows.table(), leaving);
      long count = reading.run(source, rows.select(), rows.binary(), file);
      file.keep(target, count);
      return count;
    }
  }
}
