package dev.rehome.postgres.look;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.Boundary;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.store.LastLook.Proven;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** The rows of a move as its proof has counted them, and where they are to be found again. */
record ProvenRows(PostgresCells cells, Move move, Scope scope, Proven proven) {
  /** What gives conditions of the source's configuration the target's names; asks the source. */
  @FunctionalInterface
  interface Renamed {
    UnaryOperator<String> names();
  }

  /** What is no longer as it was proven at the source. */
  List<String> atSource(Boundary boundary) {
    List<YoungRows.Table> tables =
        counted(scope.atSource()).stream().map(table -> ofSource(table, count(table))).toList();
    return YoungRows.find(cells.source(move), SearchPath.source(scope), boundary, tables);
  }

  /** The same at the target. */
  List<String> atTarget(Boundary boundary, Renamed renamed) {
    UnaryOperator<String> names = predicates() ? renamed.names() : UnaryOperator.identity();
    List<YoungRows.Table> tables =
        counted(scope).stream()
            .map(
                table ->
                    new YoungRows.Table(
                        table.target().toString(),
                        table.only() + table.target().sql(),
                        where(table, names),
                        count(table)))
            .toList();
    return YoungRows.find(cells.target(move), SearchPath.target(scope), boundary, tables);
  }

  /** Of both, read at the same time: the tenant waits. */
  List<String> atBoth(Boundary ofSource, Boundary ofTarget, Renamed renamed) {
    CompletableFuture<List<String>> source =
        CompletableFuture.supplyAsync(() -> atSource(ofSource), this::start);
    List<String> changes = new ArrayList<>(atTarget(ofTarget, renamed));
    try {
      changes.addAll(0, source.join());
      return changes;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void start(Runnable reading) {
    Thread reader = new Thread(reading, "rehome-look-" + move.id());
    reader.setDaemon(true);
    reader.start();
  }

  /** How many rows of the tenant are in a table of the source that the proof did not know. */
  long inNew(ScopedTable table) {
    return YoungRows.count(cells.source(move), SearchPath.source(scope), ofSource(table, 0));
  }

  private YoungRows.Table ofSource(ScopedTable table, long count) {
    return new YoungRows.Table(
        table.source().toString(),
        table.only() + table.source().sql(),
        table.reach().where(move.tenant().id()),
        count);
  }

  private boolean predicates() {
    return cells.target(move).shared()
        && counted(scope).stream().anyMatch(table -> table.reach().predicate().isPresent());
  }

  private String where(ScopedTable table, UnaryOperator<String> names) {
    if (!cells.target(move).shared()) {
      return "true";
    }
    String condition = table.reach().where(move.tenant().id());
    return table.reach().predicate().isPresent() ? names.apply(condition) : condition;
  }

  private List<ScopedTable> counted(Scope side) {
    return side.tables().stream()
        .filter(table -> proven.rows().containsKey(table.source().toString()))
        .toList();
  }

  private long count(ScopedTable table) {
    return proven.rows().get(table.source().toString());
  }
}
