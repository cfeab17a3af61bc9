package dev.rehome.postgres.scope;

import dev.rehome.postgres.scope.ScopedTable.Leaf;
import java.util.List;
import java.util.Optional;

/**
 * A table as the catalog has it, before the settings say what of it is moved.
 *
 * @param kind relkind: {@code r} plain, {@code p} partitioned, {@code f} foreign
 * @param leaves as in {@link dev.rehome.postgres.scope.ScopedTable#leaves}
 */
public record CatalogTable(
    TableName name,
    String kind,
    boolean unlogged,
    List<Column> columns,
    List<String> key,
    List<Leaf> leaves) {
  public CatalogTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    leaves = List.copyOf(leaves);
  }

  public boolean partitioned() {
    return kind.equals("p");
  }

  public boolean foreign() {
    return kind.equals("f");
  }

  public Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}
