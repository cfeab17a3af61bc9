package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.ScopedTable.Leaf;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.SqlStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which statements of a dump build an index on a table, so that they can run table by table. */
public final class IndexStatements {
  private IndexStatements() {}

  /**
   * The quoted name of the table that CREATE INDEX or ADD CONSTRAINT … PRIMARY KEY, UNIQUE or
   * EXCLUDE is about; null for any other statement.
   */
  public static String table(SqlStatement statement) {
    if (statement.begins("create", "index") || statement.begins("create", "unique", "index")) {
      int on = statement.find("on");
      return quoted(statement, statement.beginsAt(on + 1, "only") ? on + 2 : on + 1);
    }
    int add = statement.find("add", "constraint");
    boolean key =
        add > 0
            && statement.begins("alter", "table")
            && (statement.beginsAt(add + 3, "primary", "key")
                || statement.beginsAt(add + 3, "unique")
                || statement.beginsAt(add + 3, "exclude"));
    return key ? quoted(statement, statement.beginsAt(2, "only") ? 3 : 2) : null;
  }

  /** The quoted target name of every table, partition and parent to the name in a chunk's id. */
  public static Map<String, String> tables(Scope scope) {
    Map<String, String> schemas =
        scope.schemas().stream().collect(Collectors.toMap(SchemaPair::source, SchemaPair::target));
    Map<String, String> tables = new HashMap<>();
    for (ScopedTable table : scope.tables()) {
      tables.put(table.target().sql(), table.target().toString());
      for (Leaf leaf : table.leaves()) {
        String schema = schemas.getOrDefault(leaf.name().schema(), leaf.name().schema());
        TableName name = new TableName(schema, leaf.name().table());
        tables.put(name.sql(), name.toString());
      }
    }
    return tables;
  }

  private static String quoted(SqlStatement statement, int place) {
    List<String> name = statement.nameAt(place);
    return name.size() == 2 ? new TableName(name.get(0), name.get(1)).sql() : null;
  }
}
