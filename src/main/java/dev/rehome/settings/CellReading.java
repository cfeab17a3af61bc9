package dev.rehome.settings;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One cell's settings, from what is given for it. */
final class CellReading {
  private static final int CONNECTIONS = 16;

  private final String cell;
  private final Map<String, Given> given;
  private final Path directory;
  private final Collection<? extends Section> sections;
  private final Reading reading;

  /**
   * @param given this cell's properties, by their keys in full
   * @param directory that files which are named are relative to
   */
  CellReading(
      String cell,
      Map<String, Given> given,
      Path directory,
      Collection<? extends Section> sections,
      List<String> faults) {
    this.cell = cell;
    this.given = given;
    this.directory = directory;
    this.sections = sections;
    this.reading = new Reading(given, faults);
  }

  Cell cell() {
    return new Cell(
        cell,
        reading.integer(key("connections-max"), CONNECTIONS, 4, 1000),
        reading.bytes(key("copy-bytes-per-second-max"), 0, 0, 1L << 50),
        parts(),
        new ApplicationReading(reading, key(""), directory).application(),
        other());
  }

  private List<CellPart> parts() {
    return sections.stream()
        .filter(section -> has(section.name() + "."))
        .<CellPart>map(
            section -> section.read(reading.below(cell, key(section.name() + "."), directory)))
        .toList();
  }

  private boolean has(String section) {
    return given.values().stream()
        .anyMatch(one -> one.key().startsWith(key(section)) && !one.value().isBlank());
  }

  /** What nobody has read, without the {@code rehome.cell.NAME.} */
  private Map<String, String> other() {
    Map<String, String> other = new TreeMap<>();
    given
        .values()
        .forEach(
            one -> {
              String suffix = one.key().substring(key("").length());
              if (!one.value().isBlank() && !isRead(suffix)) {
                other.put(suffix, one.value());
              }
            });
    return other;
  }

  private boolean isRead(String suffix) {
    return suffix.equals("connections-max")
        || suffix.equals("copy-bytes-per-second-max")
        || suffix.startsWith("hooks.")
        || suffix.equals("health-urls")
        || suffix.equals("query-tests")
        || sections.stream().anyMatch(section -> suffix.startsWith(section.name() + "."));
  }

  private String key(String suffix) {
    return Keys.CELL + cell + "." + suffix;
  }
}
