package dev.rehome.postgres.copy;

import dev.rehome.postgres.Column;
import dev.rehome.postgres.ScopedTable;
import dev.rehome.postgres.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** The copier's SQL over one table of the scope. Generated columns are left to the target. */
record TableSql(ScopedTable table, String tenantId) {
  List<Column> columns() {
    return table.columns().stream().filter(column -> !column.generated()).toList();
  }

  private String names() {
    return columns().stream()
        .map(column -> Sql.name(column.name()))
        .collect(Collectors.joining(", "));
  }

  /** Whether every column travels in COPY's binary format. */
  boolean binary() {
    return columns().stream().allMatch(Column::binary);
  }

  String where() {
    return table.reach().where(tenantId);
  }

  /** The tenant's rows of the table that fulfil a condition besides. */
  String select(String condition) {
    return select(table.only() + table.source().sql(), condition);
  }

  /** The same of one of its partitions, {@code ONLY "schema"."leaf"}. */
  String select(String relation, String condition) {
    return "SELECT " + names() + " FROM " + relation + " WHERE " + where() + " AND " + condition;
  }

  /** The target table with the columns in the order of {@link #select}. */
  String into() {
    return table.target().sql() + (columns().isEmpty() ? "" : " (" + names() + ")");
  }
}
