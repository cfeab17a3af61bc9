package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.util.List;

/**
 * A physical table that rows are deleted from: a table, or a partition of one.
 *
 * @param root the table that it is, or is a partition of
 * @param where true for the tenant's rows; names the table as it was configured for
 */
record Part(TableName leaf, TableName root, String where) {
  /** Those of a table that hold rows. */
  static List<Part> of(ScopedTable table, String tenantId) {
    return table.leaves().stream()
        .filter(leaf -> !leaf.partitioned())
        .map(leaf -> new Part(leaf.name(), table.source(), table.reach().where(tenantId)))
        .toList();
  }

  /** What a condition calls it. */
  private String alias() {
    return root.table();
  }

  /** For a FROM, or after DELETE FROM. */
  String from() {
    return "ONLY " + leaf.sql() + " AS " + Sql.name(alias());
  }

  /** The tenant's rows with their places. */
  String rows() {
    return rows(where);
  }

  /** Those of them that are in one of the places. */
  String rows(List<String> places) {
    return rows(in(places));
  }

  private String rows(String condition) {
    return "SELECT %1$s.ctid AS _rehome_place, %1$s.tableoid AS _rehome_table, %1$s.* FROM %2$s WHERE %3$s"
        .formatted(Sql.name(alias()), from(), condition);
  }

  /** Deletes the tenant's rows that are in one of the places. */
  String delete(List<String> places) {
    return "DELETE FROM " + from() + " WHERE " + in(places);
  }

  private String in(List<String> places) {
    return "%s.ctid = ANY ('{%s}'::pg_catalog.tid[]) AND (%s)"
        .formatted(
            Sql.name(alias()),
            String.join(",", places.stream().map(place -> '"' + place + '"').toList()),
            where);
  }
}
