package dev.rehome.moves.target;

import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.product.ProductSchema;
import dev.rehome.sandbox.product.Seed;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A sandbox whose us_west is shared too: by initech and hooli, in tables of its own, whose keys
 * begin where those of us_east have never been. Its schema is {@code public}.
 */
public final class TwoShared {
  public static final String NEIGHBOUR = "initech";

  private static final String FAR =
      """
      DO $$
      DECLARE s regclass;
      BEGIN
        FOR s IN SELECT oid FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace LOOP
          PERFORM setval(s, 10000000);
        END LOOP;
      END
      $$
      """;

  private TwoShared() {}

  /** Fills us_west. */
  public static void fill(Sandbox sandbox) throws SQLException {
    try (Connection west = sandbox.connect("us_west");
        Statement statement = west.createStatement()) {
      ProductSchema.create(west, "public");
      statement.execute(FAR);
      Seed.fill(west, "public", NEIGHBOUR, 60);
      Seed.fill(west, "public", "hooli", 10);
      statement.execute("ANALYZE");
    }
  }

  /** Whether the mover may keep triggers quiet at the servers, which other tests use too. */
  public static void quiet(boolean may) throws SQLException {
    for (PostgresServer server :
        new PostgresServer[] {Servers.all().shared(), Servers.all().dedicated()}) {
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement()) {
        statement.execute(
            may
                ? "GRANT SET ON PARAMETER session_replication_role TO mover"
                : "REVOKE SET ON PARAMETER session_replication_role FROM mover");
      }
    }
  }

  /** The settings in which us_west has the rules of us_east. */
  static Settings settings(Sandbox sandbox) {
    Settings old = sandbox.settings(Limits.DEFAULTS);
    PostgresCell east =
        old.cell("us_east").flatMap(cell -> cell.part(PostgresCell.class)).orElseThrow();
    Map<String, Cell> cells = new HashMap<>(old.cells());
    cells.computeIfPresent(
        "us_west",
        (name, cell) ->
            new Cell(
                name,
                cell.connectionsMax(),
                0,
                cell.part(PostgresCell.class)
                    .map(
                        west ->
                            new PostgresCell(
                                west.database(),
                                east.isolation(),
                                west.schemas(),
                                east.tenantColumn(),
                                east.tenantColumns(),
                                east.predicates(),
                                Optional.empty(),
                                Map.of(),
                                east.referenceTables(),
                                east.excludedTables()))
                    .orElseThrow()));
    return new Settings(old.control(), old.inbox(), old.snapshots(), old.limits(), cells);
  }

  /** The same as properties over the sandbox's. */
  public static Map<String, String> properties(Sandbox sandbox) {
    Properties all = sandbox.properties();
    Map<String, String> more = new HashMap<>();
    for (String key :
        new String[] {
          "isolation", "tenant-column", "tenant-columns", "predicates-file", "reference-tables"
        }) {
      more.put(
          "rehome.cell.us_west.postgres." + key,
          all.getProperty("rehome.cell.us_east.postgres." + key));
    }
    return more;
  }
}
