package dev.rehome.postgres;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.copy.shared.WrittenRows;
import dev.rehome.postgres.guard.Admission;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.purge.KeptAside;
import dev.rehome.postgres.schema.apply.SchemaChunks;
import dev.rehome.postgres.schema.made.SchemaUndo;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresCells;
import java.util.function.Function;

/** Takes away what a move made in the target; the second time finds nothing to do. */
record TargetUndo(PostgresCells cells, Ledger ledger, PostgresFence fence) {
  /** In this order: rows while the tables are there, the guard while its triggers are. */
  void run(Move move, Function<Move, Scope> scopes) {
    boolean shared = cells.target(move).shared();
    if (shared || ledger.find(move, SchemaChunks.QUIET).isPresent()) {
      Scope scope = scopes.apply(move);
      ledger.undo(
          move,
          target -> {
            Admission.admit(target, move.tenant().id());
            WrittenRows.delete(
                target, move, scope, shared, quiet -> KeptAside.putBack(quiet, move));
          });
    }
    FailPoint.DISCARD_ROWS_DELETED.reached();
    if (!fence.unshut(move)) {
      throw new PassingFault(
          "%s: the guard on %s is still to be taken away".formatted(move, move.target()), null);
    }
    FailPoint.DISCARD_TARGET_UNSHUT.reached();
    ledger.undo(move, target -> SchemaUndo.discard(target, move));
    FailPoint.DISCARD_SCHEMA_UNDONE.reached();
  }
}
