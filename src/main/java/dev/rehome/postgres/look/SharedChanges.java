package dev.rehome.postgres.look;

import dev.rehome.model.Move;
import dev.rehome.postgres.proof.KeyedRows;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What became of the rows of shared tables at the source since they were copied: no fence holds
 * them, so that it is told, and nothing else. As long as nothing became of them it costs a reading
 * of the tenant's rows of each.
 *
 * @param copied by table the digest of what was copied, as {@link RowDigest} gives it; empty where
 *     nothing was
 */
record SharedChanges(PostgresCells cells, Function<Move, Map<String, String>> copied) {
  /** A sentence for each table that is no longer as it was copied. */
  List<String> find(Move move, Scope scope) {
    List<ScopedTable> shared =
        scope.tables().stream().filter(t -> t.reach() instanceof Reach.Shared).toList();
    if (shared.isEmpty()) {
      return List.of();
    }
    Map<String, String> then = copied.apply(move);
    List<String> now = digests(move, scope, shared);
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < shared.size(); i++) {
      String before = then.get(shared.get(i).source().toString());
      if (before != null && !before.equals(now.get(i))) {
        changes.add(words(move, scope, shared.get(i), before));
      }
    }
    return changes;
  }

  /** Of all tables by one statement: the tenant waits. */
  private List<String> digests(Move move, Scope scope, List<ScopedTable> shared) {
    List<RowDigest.Asked> asked =
        shared.stream()
            .map(
                table ->
                    new RowDigest.Asked(
                        RowDigest.row(table),
                        table.only() + table.source().sql(),
                        table.reach().where(move.tenant().id())))
            .toList();
    return cells
        .source(move)
        .transaction(
            source -> {
              SearchPath.set(source, SearchPath.source(scope));
              return RowDigest.read(source, asked);
            });
  }

  private String words(Move move, Scope scope, ScopedTable table, String before) {
    KeyedRows now =
        cells
            .source(move)
            .transaction(
                source ->
                    cells
                        .target(move)
                        .transaction(
                            target -> {
                              SearchPath.set(source, SearchPath.source(scope));
                              SearchPath.set(target, SearchPath.target(scope));
                              return KeyedRows.of(
                                  source, target, table, move.tenant().id(), KeyedRows.Excuse.NONE);
                            }));
    KeyedRows.Found found = now.absent().and(now.different());
    return "%s %s: rows that tenants share were written there after they had been copied: %,d changed or new%s; %s were copied, %,d are there now"
        .formatted(
            move.source(),
            table.source(),
            found.rows(),
            found.rows() == 0 ? "" : ", e.g. " + String.join(", ", found.keys()),
            before.substring(0, before.indexOf(':')),
            now.count());
  }
}
