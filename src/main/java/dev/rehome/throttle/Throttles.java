package dev.rehome.throttle;

import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link Throttle} for each cell, by the settings. Thread safe. */
public final class Throttles {
  private final Settings settings;
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();

  public Throttles(Settings settings) {
    this.settings = settings;
  }

  /** The cell's own; every call gives the same. */
  public Throttle of(String cell) {
    return throttles.computeIfAbsent(
        cell,
        name ->
            new Throttle(
                settings.cell(name).map(Cell::copyBytesPerSecondMax).orElse(0L), System::nanoTime));
  }
}
