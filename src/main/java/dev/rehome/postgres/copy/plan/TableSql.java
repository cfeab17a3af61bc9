package dev.rehome.postgres.copy.plan;

import dev.rehome.postgres.copy.rewrite.ObjectRewrite;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The copier's SQL over one table of the scope. Generated columns are left to the target. */
public record TableSql(ScopedTable table, String tenantId) {
  public List<Column> columns() {
    return table.columns().stream().filter(column -> !column.generated()).toList();
  }

  private String each(Function<Column, String> sql) {
    return columns().stream().map(sql).collect(Collectors.joining(", "));
  }

  private static String name(Column column) {
    return Sql.name(column.name());
  }

  /** The column with its references to objects as the target has them. */
  private String rewritten(Column column) {
    return table.objectColumns().stream()
        .filter(one -> one.name().equals(column.name()))
        .findFirst()
        .map(one -> new ObjectRewrite(one).sql() + " AS " + name(column))
        .orElse(name(column));
  }

  /** Whether every column travels in COPY's binary format. */
  public boolean binary() {
    return columns().stream().allMatch(Column::binary);
  }

  /** The condition for the tenant's rows. */
  public String where() {
    return table.reach().where(tenantId);
  }

  /** The tenant's rows of the table that fulfil a condition besides, as the target gets them. */
  public String select(String condition) {
    return select(from(), condition);
  }

  /** The same of one of its partitions, {@code ONLY "schema"."leaf"}. */
  public String select(String relation, String condition) {
    return select(each(this::rewritten), relation, condition);
  }

  /** The same rows as the source has them; empty where that is no other text. */
  public String original(String condition) {
    return original(from(), condition);
  }

  /** The same of one of its partitions. */
  public String original(String relation, String condition) {
    return table.objectColumns().isEmpty() ? "" : select(each(TableSql::name), relation, condition);
  }

  private String select(String columns, String relation, String condition) {
    return "SELECT " + columns + " FROM " + relation + " WHERE " + where() + " AND " + condition;
  }

  private String from() {
    return table.only() + table.source().sql();
  }

  /** The target table with the columns in the order of {@link #select}. */
  public String into() {
    return table.target().sql() + (columns().isEmpty() ? "" : " (" + each(TableSql::name) + ")");
  }

  /** Writes what copies the table whole into a chunk's spec, as the table of this number. */
  public void put(Map<String, String> spec, int number) {
    spec.put("table." + number, table.source().toString());
    spec.put("select." + number, select("true"));
    spec.put("into." + number, into());
    spec.put("binary." + number, Boolean.toString(binary()));
  }
}
