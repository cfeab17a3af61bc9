package dev.rehome.postgres.copy;

import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bounds of {@code copy-bytes-per-second-max}: one for a cell, whatever moves share it. */
public final class Throttles {
  private final Settings settings;
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();

  public Throttles(Settings settings) {
    this.settings = settings;
  }

  /** The cell's, the same one at every call. */
  public Throttle of(String cell) {
    return throttles.computeIfAbsent(
        cell,
        name ->
            new Throttle(
                settings.cell(name).map(Cell::copyBytesPerSecondMax).orElse(0L), System::nanoTime));
  }
}
