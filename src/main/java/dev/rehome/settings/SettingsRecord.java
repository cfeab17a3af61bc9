package dev.rehome.settings;

import dev.rehome.settings.Keys.CellKey;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** From properties that are known and complete to {@link Settings}. */
final class SettingsRecord {
  private static final int DAY = 86_400;

  /** PostgreSQL has no field above 1 GiB. */
  private static final long GIB = 1L << 30;

  private final Map<String, Given> given;
  private final Path directory;
  private final Collection<? extends Section> sections;
  private final List<String> faults;
  private final Reading reading;

  SettingsRecord(
      Map<String, Given> given,
      Path directory,
      Collection<? extends Section> sections,
      List<String> faults) {
    this.sections = sections;
    this.given = given;
    this.directory = directory;
    this.faults = faults;
    this.reading = new Reading(given, faults);
  }

  Settings settings(Function<String, Optional<Cell>> later) {
    return new Settings(
        reading.database("rehome.control."),
        path("rehome.inbox-directory", "inbox"),
        path("rehome.snapshot-directory", "snapshots"),
        reading.flag("rehome.snapshot-write", true),
        limits(),
        cells(),
        later);
  }

  private Limits limits() {
    Limits defaults = Limits.DEFAULTS;
    Limits limits =
        new Limits(
            reading.integer("rehome.drain-timeout-seconds", defaults.drainTimeoutSeconds(), 1, DAY),
            reading.integer("rehome.pause-max-seconds", defaults.pauseMaxSeconds(), 1, DAY),
            reading.integer("rehome.fence-lease-seconds", defaults.fenceLeaseSeconds(), 1, DAY),
            reading.integer("rehome.control-lost-seconds", defaults.controlLostSeconds(), 1, DAY),
            reading.integer("rehome.store-lost-seconds", defaults.storeLostSeconds(), 1, DAY),
            reading.integer("rehome.moves-max", defaults.movesMax(), 1, 64),
            reading.integer("rehome.copy-parallelism", defaults.copyParallelism(), 1, 64),
            reading.bytes("rehome.chunk-bytes-max", defaults.chunkBytesMax(), 1024, GIB),
            reading.bytes("rehome.row-bytes-max", defaults.rowBytesMax(), 1024, GIB));
    faults.addAll(limits.conflicts());
    return limits;
  }

  private Path path(String key, String otherwise) {
    try {
      return directory.resolve(reading.text(key).orElse(otherwise));
    } catch (InvalidPathException e) {
      reading.fault(given.get(key), "must be the path of a folder");
      return directory.resolve(otherwise);
    }
  }

  private Map<String, Cell> cells() {
    Map<String, Map<String, Given>> byCell = new TreeMap<>();
    given.forEach(
        (key, one) ->
            Keys.cellKey(key)
                .map(CellKey::cell)
                .ifPresent(
                    cell -> byCell.computeIfAbsent(cell, c -> new TreeMap<>()).put(key, one)));
    Map<String, Cell> cells = new TreeMap<>();
    byCell.forEach(
        (cell, its) ->
            cells.put(cell, new CellReading(cell, its, directory, sections, faults).cell()));
    return cells;
  }
}
