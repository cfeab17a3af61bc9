package dev.rehome.postgres.schema;

import dev.rehome.postgres.Column;
import dev.rehome.postgres.ScopedTable.Leaf;
import dev.rehome.postgres.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table as the catalog has it, before the settings say what of it is moved.
 *
 * @param kind relkind: {@code r} plain, {@code p} partitioned, {@code f} foreign
 * @param leaves as in {@link dev.rehome.postgres.ScopedTable#leaves}
 */
record CatalogTable(
    TableName name,
    String kind,
    boolean unlogged,
    List<Column> columns,
    List<String> key,
    List<Leaf> leaves) {
  CatalogTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    leaves = List.copyOf(leaves);
  }

  boolean partitioned() {
    return kind.equals("p");
  }

  boolean foreign() {
    return kind.equals("f");
  }

  Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}
