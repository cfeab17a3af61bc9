package dev.rehome.moves.purge;

import dev.rehome.Assembly;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.purge.PurgeRow;
import dev.rehome.moves.Product;
import dev.rehome.moves.Scene;
import dev.rehome.moves.TenantRows;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Watch;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Purges, in this JVM, and what a cell holds of each tenant. */
public final class Purging {
  private Purging() {}

  public static Purged purge(Settings settings, String tenant) {
    return purge(settings, tenant, Optional.empty());
  }

  static Purged purge(Settings settings, String tenant, Optional<String> cell) {
    try (ControlStore control = ControlStore.open(settings.control());
        Assembly.Purging purging = Assembly.purging(settings, control)) {
      return purging.purger().purge(tenant, cell, new Silent(true));
    }
  }

  /** One to which nobody has agreed. */
  static Purged unasked(Settings settings, String tenant) {
    try (ControlStore control = ControlStore.open(settings.control());
        Assembly.Purging purging = Assembly.purging(settings, control)) {
      return purging.purger().purge(tenant, Optional.empty(), new Silent(false));
    }
  }

  /** What every tenant of the shared schema has but one. */
  public static Map<String, Map<String, String>> others(Connection east, String tenant)
      throws SQLException {
    Map<String, Map<String, String>> others = new TreeMap<>();
    for (String other : Product.column(east, "SELECT id FROM %s.tenants".formatted(Scene.SCHEMA))) {
      if (!other.equals(tenant)) {
        others.put(other, TenantRows.of(east, Scene.SCHEMA, other));
      }
    }
    return others;
  }

  /** How many rows the shared schema has in all, but those of tables that are the same for all. */
  public static long rows(Connection east) throws SQLException {
    long rows = 0;
    for (Map.Entry<String, String> table : TenantRows.all(east, Scene.SCHEMA).entrySet()) {
      if (!List.of("countries", "currencies").contains(table.getKey())) {
        rows += count(table.getValue());
      }
    }
    return rows;
  }

  /** How many rows a tenant has, of what {@link TenantRows} says. */
  public static long rows(Map<String, String> tables) {
    return tables.entrySet().stream()
        .filter(table -> !List.of("countries", "currencies").contains(table.getKey()))
        .mapToLong(table -> count(table.getValue()))
        .sum();
  }

  /**
   * The SQLSTATE that the tenant's first write at a purged cell is refused with; a table that
   * refers to others would say first that its row of them is missing.
   */
  public static String returns(Sandbox sandbox, String cell, String tenant) {
    try (Connection session = sandbox.product(cell, tenant);
        Statement statement = session.createStatement()) {
      statement.execute(
          "INSERT INTO tenants (id, display_name) VALUES ('%s', 'again')".formatted(tenant));
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  private static long count(String told) {
    return Long.parseLong(told.substring(0, told.indexOf(' ')));
  }

  private record Silent(boolean agreed) implements Watch {
    @Override
    public boolean agrees(String cell, String move) {
      return agreed;
    }

    @Override
    public void begins(String purge, String cell, String move, String amounts) {}

    @Override
    public void follows(PurgeRow row) {}

    @Override
    public void deleted(long gone, long of, String unit) {}

    @Override
    public boolean leaves() {
      return false;
    }
  }
}
