package dev.rehome.objects.copy;

import dev.rehome.model.Stopped;
import dev.rehome.objects.CellClient;
import dev.rehome.objects.copy.way.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Pieces of work on the threads of a cell. Each is given its memory before it is handed over, in
 * the order of the list: so the piece that others wait for never waits for theirs.
 */
final class Flow {
  private final CellClient client;
  private final Memory memory;

  Flow(CellClient client, Memory memory) {
    this.client = client;
    this.memory = memory;
  }

  /**
   * A piece of work.
   *
   * @param bytes that it holds in memory
   * @param skipped runs instead of the work when another piece has failed: others may wait for it
   */
  record Piece(long bytes, Runnable work, Runnable skipped) {}

  /**
   * Does them all, as many at a time as the cell and the memory allow. The first failure is thrown
   * when all that had begun has ended; pieces that had not begin no more.
   */
  void run(Iterable<Piece> pieces) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    List<Future<?>> futures = new ArrayList<>();
    try {
      for (Piece piece : pieces) {
        if (failure.get() != null) {
          piece.skipped().run();
          continue;
        }
        Memory.Hold hold = memory.take(piece.bytes());
        futures.add(client.submit(() -> one(piece, hold, failure)));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
    futures.forEach(future -> await(future, failure));
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static void one(
      Piece piece, Memory.Hold hold, AtomicReference<RuntimeException> failure) {
    try (hold) {
      if (failure.get() == null) {
        piece.work().run();
      } else {
        piece.skipped().run();
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void await(Future<?> future, AtomicReference<RuntimeException> failure) {
    boolean interrupted = false;
    while (true) {
      try {
        future.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        failure.compareAndSet(null, new Stopped("interrupted while objects were copied"));
      } catch (ExecutionException e) {
        failure.compareAndSet(null, new IllegalStateException(e.getCause()));
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
