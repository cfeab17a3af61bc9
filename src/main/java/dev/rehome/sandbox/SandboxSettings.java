package dev.rehome.sandbox;

import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.ObjectReference;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.settings.ApplicationCell;
import dev.rehome.settings.Cell;
import dev.rehome.settings.CellPart;
import dev.rehome.settings.Hook;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sandbox's settings, typed and as properties; the second are made from the first. */
public final class SandboxSettings {
  private static final String PREDICATES_FILE = "predicates.yaml";
  private static final int CONNECTIONS_MAX = 12;

  private static final Map<String, String> TENANT_COLUMNS =
      new TreeMap<>(Map.of("tenants", "id", "Legacy Notes", "Tenant"));

  private static final Map<String, String> PREDICATES =
      Map.of("order_lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)");

  /**
   * The sandbox's application writes rows alone: told to leave its objects, it has nothing to do.
   */
  private static final ApplicationCell WRITES_NO_OBJECTS =
      new ApplicationCell(
          Map.of(Hook.Point.DRAIN, new Hook.Command(List.of("true"))), List.of(), Optional.empty());

  /** Where rows refer to objects. */
  private static final String REFERENCES = "documents.url";

  /** What people should know of a property, by the end of its key. */
  public static final Map<String, String> NOTES =
      Map.of(
          ".hooks.drain.command",
          "stops the application's writes to its objects; the sandbox's writes rows alone");

  private SandboxSettings() {}

  static Settings of(Sandbox sandbox, Path directory, Limits limits) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    PostgresCell east =
        new PostgresCell(
            sandbox.database("us_east"),
            Isolation.ROW,
            List.of(Sandbox.SHARED_SCHEMA),
            Optional.of("tenant_id"),
            TENANT_COLUMNS,
            PREDICATES,
            Optional.empty(),
            Map.of(),
            List.of("countries", "currencies"),
            List.of());
    if (sandbox.objects().isPresent()) {
      east = east.referringTo(List.of(ObjectReference.parse(REFERENCES).orElseThrow()));
    }
    cells.put("us_east", cell(sandbox, "us_east", east));
    cells.put("us_south", whole(sandbox, "us_south", Isolation.SCHEMA, "tenant_{tenant}"));
    cells.put("us_west", whole(sandbox, "us_west", Isolation.DATABASE, "public"));
    return new Settings(
        sandbox.database("control"),
        directory.resolve("inbox"),
        directory.resolve("snapshots"),
        limits,
        cells);
  }

  private static Cell whole(Sandbox sandbox, String name, Isolation isolation, String schema) {
    return cell(
        sandbox,
        name,
        new PostgresCell(
            sandbox.database(name),
            isolation,
            List.of(schema),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of()));
  }

  private static Cell cell(Sandbox sandbox, String name, PostgresCell postgres) {
    Optional<ObjectsCell> objects = sandbox.objects().flatMap(store -> store.cell(name));
    List<CellPart> parts = new ArrayList<>(List.of(postgres));
    objects.ifPresent(parts::add);
    return new Cell(
        name,
        CONNECTIONS_MAX,
        0,
        parts,
        objects.isPresent() ? WRITES_NO_OBJECTS : ApplicationCell.NONE,
        Map.of());
  }

  static Properties properties(Settings settings, Path directory) {
    Properties properties = new Properties();
    put(properties, "rehome.control.", settings.control());
    properties.setProperty("rehome.inbox-directory", settings.inbox().toString());
    properties.setProperty("rehome.snapshot-directory", settings.snapshots().toString());
    for (Cell cell : settings.cells().values()) {
      String prefix = "rehome.cell." + cell.name() + ".";
      properties.setProperty(prefix + "connections-max", Integer.toString(cell.connectionsMax()));
      cell.part(PostgresCell.class)
          .ifPresent(p -> put(properties, prefix + "postgres.", p, directory));
      cell.part(ObjectsCell.class).ifPresent(o -> put(properties, prefix + "objects.", o));
      cell.application()
          .hooks()
          .forEach((point, hook) -> put(properties, prefix + "hooks." + point.word(), hook));
    }
    return properties;
  }

  private static void put(
      Properties properties, String prefix, PostgresCell postgres, Path directory) {
    put(properties, prefix, postgres.database());
    properties.setProperty(
        prefix + "isolation", postgres.isolation().name().toLowerCase(Locale.ROOT));
    properties.setProperty(prefix + "schemas", String.join(",", postgres.schemas()));
    postgres.tenantColumn().ifPresent(c -> properties.setProperty(prefix + "tenant-column", c));
    if (!postgres.tenantColumns().isEmpty()) {
      String pairs =
          new TreeMap<>(postgres.tenantColumns())
              .entrySet().stream()
                  .map(pair -> pair.getKey() + ":" + pair.getValue())
                  .collect(Collectors.joining(","));
      properties.setProperty(prefix + "tenant-columns", pairs);
    }
    if (!postgres.predicates().isEmpty()) {
      properties.setProperty(
          prefix + "predicates-file", directory.resolve(PREDICATES_FILE).toString());
    }
    if (!postgres.objectReferences().isEmpty()) {
      properties.setProperty(prefix + "object-references", REFERENCES);
    }
    if (!postgres.referenceTables().isEmpty()) {
      properties.setProperty(
          prefix + "reference-tables", String.join(",", postgres.referenceTables()));
    }
  }

  private static void put(Properties properties, String prefix, ObjectsCell objects) {
    properties.setProperty(prefix + "endpoint", objects.endpoint().orElseThrow().toString());
    properties.setProperty(prefix + "region", objects.region());
    properties.setProperty(prefix + "bucket", objects.bucket());
    properties.setProperty(prefix + "prefix", objects.prefix());
    properties.setProperty(prefix + "access-key", objects.keys().orElseThrow().access());
    properties.setProperty(prefix + "secret-key", objects.keys().orElseThrow().secret());
    properties.setProperty(prefix + "path-style", "true");
    properties.setProperty(prefix + "parallelism", Integer.toString(objects.parallelism()));
  }

  private static void put(Properties properties, String prefix, Hook hook) {
    if (hook instanceof Hook.Command command) {
      properties.setProperty(prefix + ".command", String.join(" ", command.words()));
    }
  }

  private static void put(Properties properties, String prefix, Settings.Database database) {
    properties.setProperty(prefix + "url", database.url());
    properties.setProperty(prefix + "user", database.user());
    properties.setProperty(prefix + "password", database.password());
  }

  /** The file that {@code predicates-file} names: YAML, one condition for each table. */
  static void writePredicates(Path directory) throws IOException {
    Files.createDirectories(directory);
    StringBuilder yaml =
        new StringBuilder(
            "# how the tenant's rows are reached in tables without a tenant column\n");
    PREDICATES.forEach(
        (table, condition) -> yaml.append(table).append(": \"").append(condition).append("\"\n"));
    Files.writeString(directory.resolve(PREDICATES_FILE), yaml);
  }
}
