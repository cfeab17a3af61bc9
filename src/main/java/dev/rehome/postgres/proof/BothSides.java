package dev.rehome.postgres.proof;

import dev.rehome.model.Move;
import dev.rehome.model.Stopped;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Asks source and target at the same time, each in a read-only transaction of its own. The target's
 * begins now: so it sees what is there after the copy.
 */
record BothSides(PostgresCells cells, Move move, Scope scope, SourceView view) {

  /** What both sides answered. */
  record Answers<T>(T source, T target) {
    boolean equal() {
      return source.equals(target);
    }
  }

  <T> Answers<T> ask(PostgresSide.Work<T> ofSource, PostgresSide.Work<T> ofTarget) {
    FutureTask<T> source = new FutureTask<>(() -> source(ofSource));
    Thread reader = new Thread(source, "rehome-proof-" + move.id());
    reader.setDaemon(true);
    reader.start();
    // if this fails, the reader of the source is left to end by itself: nobody waits for its locks
    T target = target(ofTarget);
    try {
      return new Answers<>(source.get(), target);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while " + move.source() + " was being read");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  <T> T source(PostgresSide.Work<T> work) {
    return view.read(
        move,
        connection -> {
          SearchPath.set(connection, SearchPath.source(scope));
          return work.run(connection);
        });
  }

  <T> T target(PostgresSide.Work<T> work) {
    return SourceView.now(
        cells.target(move),
        connection -> {
          SearchPath.set(connection, SearchPath.target(scope));
          return work.run(connection);
        });
  }
}
