package dev.rehome.postgres.copy;

import dev.rehome.digest.Sha256;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.postgres.copy.finish.Raise;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import dev.rehome.postgres.copy.pipe.Pipes;
import dev.rehome.postgres.copy.plan.TableSql;
import dev.rehome.postgres.copy.shared.LiveTables;
import dev.rehome.postgres.copy.shared.NeededRows;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.side.Boundary;
import dev.rehome.postgres.side.Detail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All reference tables, and the rows of shared ones that the tenant needs, in one chunk, hence one
 * snapshot and one transaction of the target. Their neighbours may change them afterwards, so the
 * digest of what was copied is read under the copy's own snapshot and kept in the receipt. A target
 * table that holds the same rows already is left.
 */
public final class References {
  /** The chunk's id; its receipt's detail maps each table to its {@link RowDigest}. */
  public static final String ID = "references";

  static final String KIND = "references";

  private References() {}

  static Map<String, String> spec(List<TableSql> tables) {
    Map<String, String> spec = new LinkedHashMap<>();
    spec.put("kind", KIND);
    for (int i = 0; i < tables.size(); i++) {
      TableSql sql = tables.get(i);
      sql.put(spec, i);
      spec.put("row." + i, RowDigest.row(sql.table()));
      spec.put("from." + i, sql.table().only() + sql.table().source().sql());
      spec.put("where." + i, sql.where());
      if (sql.table().reach() instanceof Reach.Shared) {
        NeededRows.put(spec, i, sql);
      }
      spec.put("to." + i, sql.table().only() + sql.table().target().sql());
    }
    return spec;
  }

  /** Also the rows of a table that is left go {@code aside}. */
  static Copied copy(
      Connection source, Connection target, Move move, Chunk chunk, Pipes pipes, Aside aside)
      throws SQLException {
    Map<String, String> spec = chunk.spec();
    Map<String, String> digests = new LinkedHashMap<>();
    long rows = 0;
    long bytes = 0;
    StringBuilder contents = new StringBuilder();
    for (int i = 0; spec.containsKey("table." + i); i++) {
      String row = spec.get("row." + i);
      String from = spec.get("from." + i);
      String table = spec.get("table." + i);
      String where = spec.getOrDefault("where." + i, "true");
      String digest = pipes.onSource(() -> RowDigest.read(source, row, from, where));
      digests.put(table, digest);
      // neighbours' too, and not written to: pre-flight found every row there, the proof looks
      // again
      boolean there =
          LiveTables.marked(chunk)
              || RowDigest.read(target, row, spec.get("to." + i), "true").equals(digest);
      KeptRows kept = KeptRows.of(spec, i);
      if (LiveTables.marked(chunk) && NeededRows.in(spec, i)) {
        NeededRows wanted = NeededRows.of(spec, i);
        Copied needed =
            needed(spec, i, source, target, pipes, b -> wanted.bring(source, target, move, b));
        rows += needed.rows();
        bytes += needed.bytes();
        contents.append(needed.digest());
      }
      if (there && !kept.wanted()) {
        continue;
      }
      try (Aside.Part part = aside.begin(move, kept)) {
        if (there) {
          part.keep(target, pipes.reading(table).run(source, kept.select(), kept.binary(), part));
          continue;
        }
        Copied copied =
            pipes
                .of(table)
                .run(source, kept.select(), target, spec.get("into." + i), kept.binary(), part);
        part.keep(target, copied.rows());
        if (NeededRows.in(spec, i)) {
          NeededRows.of(spec, i).note(target, move);
        }
        rows += copied.rows();
        bytes += copied.bytes();
        contents.append(copied.digest());
      }
    }
    digests.putAll(boundaries(source, target, pipes, ""));
    return new Copied(rows, bytes, Sha256.of(contents.toString()), Detail.write(digests));
  }

  /** When that was, by which the proof tells what others wrote since. */
  static Map<String, String> boundaries(
      Connection source, Connection target, Pipes pipes, String prefix) throws SQLException {
    Map<String, String> notes = new LinkedHashMap<>();
    pipes.onSource(() -> Boundary.read(source)).put(notes, prefix + "source");
    Boundary.read(target).put(notes, prefix + "target");
    return notes;
  }

  /** Who says which rows of a table are to come. */
  @FunctionalInterface
  interface Bringing {
    void run(NeededRows.Bring bring) throws SQLException;
  }

  /** The rows of the nth table that somebody asks for, as often as he does; sequences first. */
  static Copied needed(
      Map<String, String> spec,
      int n,
      Connection source,
      Connection target,
      Pipes pipes,
      Bringing bringing)
      throws SQLException {
    List<Copied> some = new ArrayList<>();
    boolean binary = Boolean.parseBoolean(spec.get("binary." + n));
    bringing.run(
        (condition, into) -> {
          if (some.isEmpty()) {
            Raise.first(source, target, spec, pipes);
          }
          some.add(
              pipes
                  .of(spec.get("table." + n))
                  .run(
                      source,
                      spec.get("select." + n) + " AND " + condition,
                      target,
                      into,
                      binary,
                      Aside.Part.NONE));
        });
    return new Copied(
        some.stream().mapToLong(Copied::rows).sum(),
        some.stream().mapToLong(Copied::bytes).sum(),
        some.stream().map(Copied::digest).collect(Collectors.joining()),
        "");
  }
}
