package dev.rehome.settings;

import dev.rehome.text.Nearest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One cell's settings, from what is given for it. */
final class CellReading {
  private static final int CONNECTIONS = 16;

  private final String cell;
  private final Map<String, Given> given;
  private final Path directory;
  private final Reading reading;

  /**
   * @param given this cell's properties, by their keys in full
   * @param directory that {@code predicates-file} is relative to
   */
  CellReading(String cell, Map<String, Given> given, Path directory, List<String> faults) {
    this.cell = cell;
    this.given = given;
    this.directory = directory;
    this.reading = new Reading(given, faults);
  }

  Cell cell() {
    return new Cell(
        cell,
        reading.integer(key("connections-max"), CONNECTIONS, 4, 1000),
        reading.bytes(key("copy-bytes-per-second-max"), 0, 0, 1L << 50),
        has("postgres.") ? Optional.of(postgres()) : Optional.empty(),
        has("objects.")
            ? Optional.of(new ObjectsReading(reading, key("objects.")).objects())
            : Optional.empty(),
        new ApplicationReading(reading, key(""), directory).application(),
        other());
  }

  private boolean has(String component) {
    return given.values().stream()
        .anyMatch(one -> one.key().startsWith(key(component)) && !one.value().isBlank());
  }

  private PostgresCell postgres() {
    Settings.Database database = reading.database(key("postgres."));
    Isolation isolation = isolation();
    List<String> schemas = reading.list(key("postgres.schemas"));
    reading.checkPlaceholders(key("postgres.schemas"));
    reading.checkPlaceholders(key("postgres.tenant-role"));
    PostgresCell postgres =
        new PostgresCell(
            database,
            isolation,
            schemas.isEmpty() ? List.of("public") : schemas,
            reading.text(key("postgres.tenant-column")),
            reading.pairs(key("postgres.tenant-columns")),
            predicates(),
            reading.text(key("postgres.tenant-role")),
            reading.pairs(key("postgres.role-map")),
            reading.list(key("postgres.reference-tables")),
            reading.list(key("postgres.excluded-tables")));
    if (isolation == Isolation.ROW
        && postgres.tenantColumn().isEmpty()
        && postgres.tenantColumns().isEmpty()
        && postgres.predicates().isEmpty()) {
      reading.fault(
          ("%s is missing; isolation row needs the column that holds the tenant, e.g. tenant_id, or"
                  + " tenant-columns or a predicates-file that say it for each table")
              .formatted(key("postgres.tenant-column")));
    }
    oneWayForEachTable(postgres);
    return postgres;
  }

  private Isolation isolation() {
    String rule = "must be row, schema or database (a dedicated instance or database)";
    String text = reading.required(key("postgres.isolation"), "it " + rule);
    switch (text) {
      case "row", "schema", "database" -> {
        return Isolation.valueOf(text.toUpperCase(Locale.ROOT));
      }
      default -> {
        if (!text.isEmpty()) {
          reading.fault(
              given.get(key("postgres.isolation")),
              rule + Nearest.hint(text, List.of("row", "schema", "database")));
        }
        return Isolation.DATABASE;
      }
    }
  }

  private Map<String, String> predicates() {
    return reading
        .given(key("postgres.predicates-file"))
        .map(one -> PredicatesFile.read(one, directory, reading))
        .orElse(Map.of());
  }

  /** A table that is reached in two ways would be copied in one of them, silently. */
  private void oneWayForEachTable(PostgresCell postgres) {
    Map<String, String> ways = new TreeMap<>();
    Map.of(
            "postgres.tenant-columns", postgres.tenantColumns().keySet(),
            "postgres.predicates-file", postgres.predicates().keySet(),
            "postgres.reference-tables", postgres.referenceTables(),
            "postgres.excluded-tables", postgres.excludedTables())
        .forEach(
            (way, tables) -> {
              for (String table : tables) {
                String other = ways.putIfAbsent(table, way);
                if (other != null) {
                  reading.fault(
                      "cell %s: table %s is in %s and in %s; keep one"
                          .formatted(cell, table, other, way));
                }
              }
            });
  }

  /** What later components read for themselves, without the {@code rehome.cell.NAME.} */
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

  private static boolean isRead(String suffix) {
    return suffix.equals("connections-max")
        || suffix.equals("copy-bytes-per-second-max")
        || suffix.startsWith("objects.")
        || suffix.startsWith("hooks.")
        || suffix.equals("health-urls")
        || suffix.equals("query-tests")
        || (suffix.startsWith("postgres.") && !suffix.equals("postgres.object-references"));
  }

  private String key(String suffix) {
    return Keys.CELL + cell + "." + suffix;
  }
}
