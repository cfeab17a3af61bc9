package dev.rehome.postgres;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.guard.PostgresFence;

/** The chunks that put up the guard of the target. */
record Shutting(PostgresFence fence, Ledger ledger, SourceSnapshot snapshot) {
  /** On the tables that the chunk of COPY names. */
  Receipt some(Move move, Chunk chunk) {
    ledger.confirm(move);
    if (Prepared.guards(chunk)) {
      fence.shutLater(move, table -> Prepared.small(chunk, table));
    }
    FailPoint.COPY_TARGET_PREPARED.reached();
    return ledger.once(move, chunk, target -> Copied.NOTHING.withDetail(Prepared.detail(chunk)));
  }

  /**
   * On all tables; those that have it are passed over. The proof has snapshots of its own, but for
   * a rehearsal's.
   */
  Receipt all(Move move, Chunk chunk) {
    if (!move.options().rehearsal()) {
      snapshot.close(move);
    }
    ledger.confirm(move);
    fence.shut(move);
    FailPoint.COPY_TARGET_SHUT.reached();
    return ledger.once(move, chunk, target -> Copied.NOTHING);
  }
}
