package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.util.HashMap;
import java.util.Map;

/** Which small tables are asked together, by one statement a side: the name of each one's batch. */
record Batches(Map<TableName, String> names) {
  private static final int TABLES_MAX = 50;

  /** Some milliseconds; more of them are read by several sessions at the same time. */
  private static final long ROWS_MAX = 5_000;

  Batches {
    names = Map.copyOf(names);
  }

  /**
   * The batches of a scope.
   *
   * @param small about how many rows the tenant has in tables that are small, by their source names
   */
  static Batches of(Scope scope, Map<TableName, Long> small) {
    Map<TableName, String> names = new HashMap<>();
    int number = 0;
    int tables = 0;
    long rows = 0;
    for (ScopedTable table : scope.tables()) {
      Long more = small.get(table.source());
      if (more != null && table.reach().fenced() && table.objectColumns().isEmpty()) {
        if (tables == TABLES_MAX || (tables > 0 && rows + more > ROWS_MAX)) {
          number++;
          tables = 0;
          rows = 0;
        }
        names.put(table.source(), "tables " + number);
        tables++;
        rows += more;
      }
    }
    return new Batches(names);
  }

  /** Empty for a table that is asked alone. */
  String of(ScopedTable table) {
    return names.getOrDefault(table.source(), "");
  }
}
