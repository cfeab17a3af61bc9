package dev.rehome.postgres.copy;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.copy.ledger.WritePass;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import dev.rehome.postgres.copy.pipe.Pipes;
import dev.rehome.postgres.copy.plan.Relation;
import dev.rehome.postgres.copy.plan.RowsChunk;
import dev.rehome.postgres.copy.plan.RowsChunk.Blocks;
import dev.rehome.postgres.copy.plan.SchemaList;
import dev.rehome.postgres.copy.shared.LiveTables;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.Detail;
import dev.rehome.throttle.Throttle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Copies the chunks that {@link ChunkPlanner} made: from the snapshot of the source through one
 * pipe into the ledger's transaction of the target. A chunk that is there already answers its
 * receipt. Thread safe.
 */
public final class RowCopy {
  private final SourceSnapshot snapshot;
  private final Ledger ledger;
  private final WritePass admission;
  private final Function<String, Throttle> throttles;
  private final Aside aside;

  /**
   * A copier.
   *
   * @param throttles by cell
   * @param aside where the rows go besides
   */
  public RowCopy(
      SourceSnapshot snapshot,
      Ledger ledger,
      WritePass admission,
      Function<String, Throttle> throttles,
      Aside aside) {
    this.snapshot = snapshot;
    this.ledger = ledger;
    this.admission = admission;
    this.throttles = throttles;
    this.aside = aside;
  }

  /** Whether the chunk is one of rows. */
  public static boolean knows(Chunk chunk) {
    String kind = chunk.spec().getOrDefault("kind", "");
    return Set.of(RowsChunk.KIND, SmallRows.KIND, References.KIND, ReferencesAgain.KIND)
        .contains(kind);
  }

  /**
   * The source is let go only after the target's commit: no VACUUM FULL of the table comes between.
   */
  public Receipt copy(Move move, Chunk chunk) {
    return ledger
        .find(move, chunk.id())
        .orElseGet(
            () -> {
              Map<String, String> before = before(move, chunk);
              return snapshot.read(
                  move,
                  source ->
                      ledger.once(move, chunk, target -> run(move, chunk, source, target, before)));
            });
  }

  /** What was noted of the reference tables, for those that are looked at again. */
  private Map<String, String> before(Move move, Chunk chunk) {
    return chunk.id().equals(ReferencesAgain.ID)
        ? ledger.detail(move, References.ID).map(Detail::read).orElse(Map.of())
        : Map.of();
  }

  private Copied run(
      Move move, Chunk chunk, Connection source, Connection target, Map<String, String> before)
      throws SQLException {
    Pipes pipes =
        new Pipes(
            move.source(),
            throttles.apply(move.source()),
            move.target(),
            throttles.apply(move.target()));
    pipes.onSource(
        () -> {
          SearchPath.set(source, SchemaList.source(chunk));
          return null;
        });
    SearchPath.set(target, SchemaList.target(chunk));
    admission.admit(target, move.tenant().id());
    LiveTables.quietIfMarked(target, chunk);
    return switch (chunk.spec().get("kind")) {
      case SmallRows.KIND -> SmallRows.copy(source, target, move, chunk, pipes, aside);
      case References.KIND -> References.copy(source, target, move, chunk, pipes, aside);
      case ReferencesAgain.KIND ->
          ReferencesAgain.copy(source, target, move, chunk, pipes, aside, before);
      default -> rows(move, chunk, source, target, pipes);
    };
  }

  private Copied rows(Move move, Chunk chunk, Connection source, Connection target, Pipes pipes)
      throws SQLException {
    RowsChunk rows = RowsChunk.of(chunk);
    KeptRows kept = KeptRows.of(chunk, rows);
    Blocks blocks = rows.blocks();
    if (!blocks.any()) {
      return pass(move, rows, rows.select(), kept, source, target, pipes);
    }
    String filenode = pipes.onSource(() -> Relation.filenode(source, blocks.relation()));
    if (filenode.equals(blocks.filenode())) {
      return pass(move, rows, rows.select(), kept, source, target, pipes)
          .withDetail(Rewritten.detail(blocks));
    }
    Optional<String> anew = new Rewritten(target, move, blocks, filenode).begin();
    if (anew.isEmpty()) {
      return Copied.NOTHING;
    }
    aside.forget(target, move, blocks.relation());
    KeptRows all = kept.rewritten(filenode);
    return pass(move, rows, blocks.whole(), all, source, target, pipes).withDetail(anew.get());
  }

  /**
   * A backup holds what the source does. Where the target gets rewritten references instead, it is
   * read once more for that, under the same snapshot.
   */
  private Copied pass(
      Move move,
      RowsChunk rows,
      String select,
      KeptRows kept,
      Connection source,
      Connection target,
      Pipes pipes)
      throws SQLException {
    boolean same = kept.select().equals(select);
    try (Aside.Part part = aside.begin(move, kept)) {
      Copied copied =
          pipes
              .of(rows.table())
              .run(
                  source,
                  select,
                  target,
                  rows.into(),
                  rows.binary(),
                  same ? part : Aside.Part.NONE);
      if (!same && kept.wanted()) {
        pipes.reading(rows.table()).run(source, kept.select(), kept.binary(), part);
      }
      part.keep(target, copied.rows());
      return copied;
    }
  }
}
