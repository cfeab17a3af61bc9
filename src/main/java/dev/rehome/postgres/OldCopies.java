package dev.rehome.postgres;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Receipt;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.purge.KeptAside;
import dev.rehome.postgres.purge.OldCopy;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.store.Leftover;
import java.util.Optional;
import java.util.function.Function;

/**
 * What tenants that come back left at the targets of their moves, in the steps of a move.
 *
 * @param left by the journal; empty for what is purged
 */
record OldCopies(PostgresCells cells, Ledger ledger, Function<Move, Optional<Leftover>> left) {
  /** The chunk of COPY that puts it aside; empty where nothing is to be. */
  Optional<Chunk> chunk(Move move) {
    return move.options().mirrored() || move.options().rehearsal()
        ? Optional.empty()
        : of(move).flatMap(old -> old.chunk(move)).map(Chunk::ahead);
  }

  private Optional<OldCopy> of(Move move) {
    return left.apply(move).map(there -> OldCopy.of(cells.source(move), cells.target(move), there));
  }

  /** Puts it aside once; the receipt's detail is how many rows there were. */
  Receipt putAside(Move move, Chunk chunk) {
    OldCopy old =
        of(move)
            .orElseThrow(
                () ->
                    new MoveFailed(
                        "%s: what %s left at %s is no longer known, it was purged perhaps"
                            .formatted(move, move.tenant().name(), move.target())));
    return ledger.once(
        move,
        chunk,
        target -> {
          long rows = old.putAside(target, move);
          FailPoint.OLD_COPY_PUT_ASIDE.reached();
          return Copied.NOTHING.withDetail(Long.toString(rows));
        });
  }

  /** The move is over: nobody will want it back. The second time finds nothing. */
  void drop(Move move) {
    ledger.undo(move, target -> KeptAside.drop(target, move));
    FailPoint.OLD_COPY_DROPPED.reached();
  }
}
