package dev.rehome.postgres.look;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.Inspection;
import dev.rehome.postgres.copy.finish.CatchUp;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.side.Detail;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.store.LastLook.Proven;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The look at a source that the tenant has left. It counts rows of the tenant and looks at what
 * refuses them; neighbours go on changing the rest. Of the target only that a crash has not emptied
 * what was not logged: the tenant writes there.
 */
record LeftSource(PostgresCells cells, Inspection inspection, CatchUp sequences) {
  private static final Set<String> OF_THE_SOURCE = Set.of(TableFacts.ID, TableFacts.GUARD);

  /**
   * What has stayed behind, or may have.
   *
   * @throws PassingFault when a table is held by a transaction of which nothing is seen yet
   */
  List<String> changes(Move move, Standing then, Proven proven) {
    try {
      return changes(move, inspection.scope(move), then, proven);
    } catch (MoveFailed e) {
      return List.of(e.getMessage());
    }
  }

  private List<String> changes(Move move, Scope scope, Standing then, Proven proven) {
    Sight source = Sight.of(cells.source(move), scope.atSource(), ScopedTable::source);
    if (!source.holders().isEmpty()) {
      throw new PassingFault(String.join("; ", source.holders()), null);
    }
    List<String> changes =
        new ArrayList<>(
            new Changes(move.source(), then.source(), source.facts()).kept(OF_THE_SOURCE));
    List<String> gone = gone(move, scope, proven);
    changes.addAll(gone);
    if (gone.isEmpty()) {
      changes.addAll(rows(move, scope, then, proven));
    }
    if (!cells.source(move).shared()) {
      // of a shared one neighbours go on drawing numbers
      changes.addAll(sequences.overtaken(move, scope, Detail.read(proven.caughtUp())));
    }
    Sight target = Sight.of(cells.target(move), scope, ScopedTable::target);
    changes.addAll(
        new Changes(move.target(), then.target(), target.facts())
            .kept(Set.of(TableFacts.UNLOGGED)));
    return changes;
  }

  /** Conditions may name tables that are gone: then no row can be counted. */
  private static List<String> gone(Move move, Scope scope, Proven proven) {
    return proven.rows().keySet().stream()
        .filter(name -> scope.tables().stream().noneMatch(t -> t.source().toString().equals(name)))
        .sorted()
        .map(name -> "%s %s: is gone: dropped, attached or renamed".formatted(move.source(), name))
        .toList();
  }

  private List<String> rows(Move move, Scope scope, Standing then, Proven proven) {
    List<String> changes = new ArrayList<>();
    ProvenRows rows = new ProvenRows(cells, move, scope, proven);
    try {
      for (ScopedTable table : scope.tables()) {
        if (table.reach().fenced() && !proven.rows().containsKey(table.source().toString())) {
          long present = rows.inNew(table);
          if (present > 0) {
            changes.add(
                "%s %s: came since the proof, and holds %,d rows of %s"
                    .formatted(move.source(), table.source(), present, move.tenant().name()));
          }
        }
      }
      changes.addAll(rows.atSource(then.ofSource()));
    } catch (MoveFailed e) {
      changes.add("the rows could not be counted again: " + e.getMessage());
    }
    return changes;
  }
}
