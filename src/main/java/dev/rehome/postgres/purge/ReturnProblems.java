package dev.rehome.postgres.purge;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a tenant that comes back has left at the target: it is replaced if it is what the move away
 * left there, which is asked as a purge asks it. The guard of that move is the witness.
 */
public final class ReturnProblems implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    if (look.left().isEmpty() || look.move().options().mirrored()) {
      return List.of();
    }
    Leftover left = look.left().get();
    OldCopy old = OldCopy.of(look.source(), look.target(), left);
    Map<ScopedTable, Long> rows = old.rows();
    if (rows.values().stream().allMatch(row -> row == 0)) {
      return List.of();
    }
    Purge.Found found = RowPurgeProblems.look(look.target(), left, old.remains());
    List<Finding> findings = new ArrayList<>(found.findings());
    String purge = "rehome purge " + look.move().tenant().name();
    String what =
        "holds %,d rows that %s left there by move %s"
            .formatted(found.rows(), look.move().tenant().name(), left.move().id());
    for (ScopedTable table : old.remains().tables()) {
      if (rows.get(table) > 0
          && look.scope().tables().stream().noneMatch(t -> t.target().equals(table.source()))) {
        findings.add(
            look.blocking(
                look.target(),
                table.source(),
                "is one of those that %s left by move %s, and is none that come from %s"
                    .formatted(look.move().tenant().name(), left.move().id(), look.source().cell()),
                "run %s, then ask again".formatted(purge)));
      }
    }
    broken(look, old.remains())
        .forEach(
            (constraint, breaking) ->
                findings.add(
                    breaking.in(
                        look.blocking(
                            look.target(),
                            constraint,
                            "is NOT VALID, and rows that %s left by move %s break it: they could not be put back if the move is undone"
                                .formatted(look.move().tenant().name(), left.move().id()),
                            "run %s, or drop the constraint until the move is over"
                                .formatted(purge)))));
    if (look.move().options().rehearsal()) {
      findings.add(
          look.blocking(
              look.target(),
              "tables",
              what + ": a rehearsal does not put them aside",
              "run %s, or move without a rehearsal".formatted(purge)));
    } else if (findings.stream().noneMatch(Finding::blocks)) {
      findings.add(
          look.note(
              look.target(),
              "tables",
              what
                  + ", whose guard has refused its writes since: they are put aside, and what"
                  + " comes replaces them; if the move is undone, they are put back",
              "nothing to do; %s before saves the room".formatted(purge)));
    }
    return findings;
  }

  private static Map<String, FoundRows> broken(Look look, Remains remains) {
    return look.target()
        .transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(remains.scope()));
              return UnprovenChecks.broken(connection, remains);
            });
  }
}
