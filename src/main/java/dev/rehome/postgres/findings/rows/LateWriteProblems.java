package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.purge.LateWrites;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.SearchPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables in which the source, once it is purged, takes what the tenant still writes there. Nothing
 * stands against the move: until the purge the guard refuses it.
 */
public final class LateWriteProblems implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    if (look.byRow()
        && look.scope().tables().stream().anyMatch(t -> t.reach().predicate().isPresent())) {
      look.source()
          .transaction(
              connection -> {
                SearchPath.set(connection, look.sourceSchemas());
                return LateWrites.taken(connection, look.scope(), look.move().tenant().id());
              })
          .forEach(
              table ->
                  findings.add(
                      look.note(
                          look.source(),
                          table.source(),
                          "once the source is purged it takes rows that the tenant still writes"
                              + " there: its predicate reads rows that are gone then, and no"
                              + " foreign key holds them",
                          "purge when no instance of the application writes for the tenant at the"
                              + " source any more, or add the foreign key")));
    }
    return findings;
  }
}
