package dev.rehome.postgres.settings;

import dev.rehome.settings.Reading;
import dev.rehome.settings.Section.SectionKeys;
import dev.rehome.settings.Settings;
import dev.rehome.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The {@code postgres.*} settings of one cell. */
public final class PostgresReading {
  public static final SectionKeys KEYS =
      new SectionKeys(
          Set.of(
              "url",
              "user",
              "isolation",
              "schemas",
              "tenant-column",
              "tenant-columns",
              "predicates-file",
              "tenant-role",
              "role-map",
              "reference-tables",
              "shared-tables",
              "excluded-tables",
              "object-references",
              "sequence-headroom"),
          Set.of("password"));

  private final Reading reading;

  public PostgresReading(Reading reading) {
    this.reading = reading;
  }

  public PostgresCell postgres() {
    Settings.Database database = reading.database("");
    Isolation isolation = isolation();
    List<String> schemas = reading.list("schemas");
    reading.checkPlaceholders("schemas");
    reading.checkPlaceholders("tenant-role");
    PostgresCell postgres =
        new PostgresCell(
            database,
            isolation,
            schemas.isEmpty() ? List.of("public") : schemas,
            reading.text("tenant-column"),
            reading.pairs("tenant-columns"),
            predicates(),
            reading.text("tenant-role"),
            reading.pairs("role-map"),
            reading.list("reference-tables"),
            reading.list("shared-tables"),
            reading.list("excluded-tables"),
            objectReferences(),
            reading.integer("sequence-headroom", 0, 0, Integer.MAX_VALUE));
    if (isolation == Isolation.ROW
        && postgres.tenantColumn().isEmpty()
        && postgres.tenantColumns().isEmpty()
        && postgres.predicates().isEmpty()) {
      reading.fault(
          ("%s is missing; isolation row needs the column that holds the tenant, e.g. tenant_id, or"
                  + " tenant-columns or a predicates-file that say it for each table")
              .formatted(reading.key("tenant-column")));
    }
    oneWayForEachTable(postgres);
    eachSharedTableByItsPredicate(postgres);
    return postgres;
  }

  private Isolation isolation() {
    String rule = "must be row, schema or database (a dedicated instance or database)";
    String text = reading.required("isolation", "it " + rule);
    switch (text) {
      case "row", "schema", "database" -> {
        return Isolation.valueOf(text.toUpperCase(Locale.ROOT));
      }
      default -> {
        String hint = Nearest.hint(text, List.of("row", "schema", "database"));
        reading.given("isolation").ifPresent(given -> reading.fault(given, rule + hint));
        return Isolation.DATABASE;
      }
    }
  }

  private Map<String, String> predicates() {
    return reading
        .given("predicates-file")
        .map(one -> PredicatesFile.read(one, reading.directory(), reading))
        .orElse(Map.of());
  }

  private List<ObjectReference> objectReferences() {
    String key = "object-references";
    reading.checkPlaceholders(key);
    List<ObjectReference> references = new ArrayList<>();
    for (String part : reading.list(key)) {
      ObjectReference.parse(part)
          .ifPresentOrElse(
              references::add,
              () ->
                  reading.fault(
                      reading.given(key).orElseThrow(),
                      ObjectReference.RULE + "; \"" + part + "\" is none"));
    }
    return references;
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
                          .formatted(reading.cell(), table, other, way));
                }
              }
            });
  }

  /** Which of its rows a tenant needs is told where all conditions are. */
  private void eachSharedTableByItsPredicate(PostgresCell postgres) {
    for (String table : postgres.sharedTables()) {
      if (!postgres.predicates().containsKey(table)) {
        reading.fault(
            "cell %s: table %s is in postgres.shared-tables, and postgres.predicates-file does not say which of its rows a tenant needs; add it there under the same name"
                .formatted(reading.cell(), table));
      }
    }
  }
}
