package dev.rehome.postgres.scope;

import java.util.List;

/**
 * A table of which rows are moved. A partitioned table stands for all its partitions; a child by
 * plain inheritance is a table of its own.
 *
 * @param source its name in the source cell
 * @param target its name in the target cell
 * @param columns in the source's order, dropped ones left out
 * @param key the primary key's columns in its order; empty for a table without one
 * @param partitioned whether it is a partitioned table (relkind {@code p})
 * @param leaves what carries triggers: the table itself if it is a plain one, else every partition
 *     of any level that holds rows, and the partitioned parents for TRUNCATE
 * @param objectColumns those whose references to objects are rewritten in the copy
 */
public record ScopedTable(
    TableName source,
    TableName target,
    Reach reach,
    List<Column> columns,
    List<String> key,
    boolean partitioned,
    List<Leaf> leaves,
    List<ObjectColumn> objectColumns) {

  /** A physical table or a partitioned parent, in the source cell. */
  public record Leaf(TableName name, boolean partitioned) {}

  public ScopedTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    leaves = List.copyOf(leaves);
    objectColumns = List.copyOf(objectColumns);
  }

  /** A table whose rows arrive as they are. */
  public ScopedTable(
      TableName source,
      TableName target,
      Reach reach,
      List<Column> columns,
      List<String> key,
      boolean partitioned,
      List<Leaf> leaves) {
    this(source, target, reach, columns, key, partitioned, leaves, List.of());
  }

  /** The same table with another rule for its rows. */
  ScopedTable reachedBy(Reach other) {
    return new ScopedTable(source, target, other, columns, key, partitioned, leaves, objectColumns);
  }

  /** {@code ONLY} where the table must not speak for its inheritance children. */
  public String only() {
    return partitioned ? "" : "ONLY ";
  }
}
