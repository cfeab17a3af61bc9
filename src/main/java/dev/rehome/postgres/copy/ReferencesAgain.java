package dev.rehome.postgres.copy;

import dev.rehome.digest.Sha256;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import dev.rehome.postgres.copy.pipe.Pipes;
import dev.rehome.postgres.copy.shared.LiveTables;
import dev.rehome.postgres.copy.shared.NeededRows;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.side.Detail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference tables once more, under the fence: neighbours may have changed them since {@link
 * References} copied them, and the tenant's rows may refer to what is new. One statement tells
 * those that are as they were; of the others, what the move wrote goes, and all comes again.
 */
public final class ReferencesAgain {
  /** The chunk's id; its receipt's detail is as that of {@link References}. */
  public static final String ID = "references/again";

  static final String KIND = "references-again";

  private ReferencesAgain() {}

  /** The chunk that follows one of {@link References}. */
  public static Chunk after(Chunk references, int wave) {
    Map<String, String> spec = new LinkedHashMap<>(references.spec());
    spec.put("kind", KIND);
    return new Chunk(references.move(), references.component(), ID, wave, spec);
  }

  /**
   * @param before each table's digest when it was copied
   */
  static Copied copy(
      Connection source,
      Connection target,
      Move move,
      Chunk chunk,
      Pipes pipes,
      Aside aside,
      Map<String, String> before)
      throws SQLException {
    Map<String, String> spec = chunk.spec();
    Map<String, String> now = digests(source, spec, pipes);
    long rows = 0;
    long bytes = 0;
    StringBuilder contents = new StringBuilder();
    for (int i = 0; spec.containsKey("table." + i); i++) {
      String table = spec.get("table." + i);
      if (now.get(table).equals(before.get(table))) {
        continue;
      }
      boolean there =
          LiveTables.marked(chunk)
              || NeededRows.in(spec, i)
              || RowDigest.read(target, spec.get("row." + i), spec.get("to." + i), "true")
                  .equals(now.get(table));
      KeptRows kept = KeptRows.of(spec, i);
      if (NeededRows.in(spec, i)) {
        NeededRows wanted = NeededRows.of(spec, i);
        Copied needed =
            References.needed(
                spec, i, source, target, pipes, b -> wanted.bringAgain(source, target, move, b));
        rows += needed.rows();
        bytes += needed.bytes();
        contents.append(needed.digest());
      }
      try (Aside.Part part = aside.begin(move, kept)) {
        if (there) {
          if (kept.wanted()) {
            part.keep(target, pipes.reading(table).run(source, kept.select(), kept.binary(), part));
          }
          continue;
        }
        forget(target, move, spec.get("to." + i));
        Copied copied =
            pipes
                .of(table)
                .run(source, kept.select(), target, spec.get("into." + i), kept.binary(), part);
        part.keep(target, copied.rows());
        rows += copied.rows();
        bytes += copied.bytes();
        contents.append(copied.digest());
      }
    }
    // what was there already may be excused by what others wrote since the first copy
    before.forEach(now::putIfAbsent);
    now.putAll(References.boundaries(source, target, pipes, "again "));
    return new Copied(rows, bytes, Sha256.of(contents.toString()), Detail.write(now));
  }

  private static Map<String, String> digests(
      Connection source, Map<String, String> spec, Pipes pipes) throws SQLException {
    List<RowDigest.Asked> asked = new ArrayList<>();
    for (int i = 0; spec.containsKey("table." + i); i++) {
      asked.add(
          new RowDigest.Asked(
              spec.get("row." + i),
              spec.get("from." + i),
              spec.getOrDefault("where." + i, "true")));
    }
    List<String> digests = pipes.onSource(() -> RowDigest.read(source, asked));
    Map<String, String> byTable = new LinkedHashMap<>();
    for (int i = 0; i < digests.size(); i++) {
      byTable.put(spec.get("table." + i), digests.get(i));
    }
    return byTable;
  }

  /** What the move wrote there; rows of others would be found by the proof. */
  private static void forget(Connection target, Move move, String table) throws SQLException {
    try (PreparedStatement delete =
        target.prepareStatement(
            """
            DELETE FROM %s WHERE xmin = ANY (ARRAY(
              SELECT (xid %% 4294967296)::text::xid FROM _rehome.receipt WHERE move = ?))
            """
                .formatted(table))) {
      delete.setString(1, move.id());
      delete.executeUpdate();
    }
  }
}
