package dev.rehome.postgres.scope;

import dev.rehome.postgres.sql.Sql;

/** A table with its schema, both as the catalog spells them. */
public record TableName(String schema, String table) implements Comparable<TableName> {
  /** For SQL text: both parts quoted. */
  public String sql() {
    return Sql.name(schema) + "." + Sql.name(table);
  }

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  /** For people: {@code public.orders}. */
  @Override
  public String toString() {
    return schema + "." + table;
  }
}
