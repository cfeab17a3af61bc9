package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.model.Stopped;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many chunks and checks of a move run at once: as many as both cells have sessions for, when
 * the one that holds the snapshot and the one that renews the guard are left out. The others wait
 * here, in order and without a limit of time, and not for a session of the pool, which has one.
 */
final class Sessions {
  private static final int KEPT = 2;

  private final Settings settings;
  private final Map<String, Semaphore> free = new ConcurrentHashMap<>();

  Sessions(Settings settings) {
    this.settings = settings;
  }

  <T> T one(Move move, Supplier<T> work) {
    Semaphore mine =
        free.computeIfAbsent(move.id(), key -> new Semaphore(atOnce(move), /* fair= */ true));
    try {
      mine.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped(move + ": interrupted while waiting for a session");
    }
    try {
      return work.get();
    } finally {
      mine.release();
    }
  }

  private int atOnce(Move move) {
    return Math.max(1, Math.min(most(move.source()), most(move.target())) - KEPT);
  }

  private int most(String cell) {
    return settings.cell(cell).map(Cell::connectionsMax).orElse(1);
  }
}
