package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.util.List;
import java.util.Optional;

/**
 * A physical table that rows are deleted from: a table, or a partition of one.
 *
 * @param table the one that it is, or is a partition of
 * @param where true for the tenant's rows; names the table as it was configured for
 * @param others true for rows that are others' as well; false if it is known of none
 */
record Part(TableName leaf, ScopedTable table, String where, String others) {
  /** Those of a table that hold rows. */
  static List<Part> of(ScopedTable table, String where, String others) {
    return table.leaves().stream()
        .filter(leaf -> !leaf.partitioned())
        .map(leaf -> new Part(leaf.name(), table, where, others))
        .toList();
  }

  TableName root() {
    return table.source();
  }

  /** For a FROM, or after DELETE FROM. */
  String from() {
    return "ONLY " + leaf.sql() + " AS " + Sql.name(root().table());
  }

  /**
   * Some of its rows.
   *
   * @param places where they lie; all that are the tenant's if empty
   */
  record Slice(Part part, List<String> places) {
    Slice {
      places = List.copyOf(places);
    }

    /** The tenant's rows that are there, and nobody else's that came there since. */
    private String condition() {
      return places.isEmpty()
          ? part.where
          : "%s.ctid = ANY ('{%s}'::pg_catalog.tid[]) AND (%s)"
              .formatted(
                  Sql.name(part.root().table()),
                  String.join(",", places.stream().map(place -> '"' + place + '"').toList()),
                  part.where);
    }

    /** The rows, for a FROM. */
    String rows() {
      return "SELECT %s.* FROM %s WHERE %s"
          .formatted(Sql.name(part.root().table()), part.from(), condition());
    }

    /** How many of them are others' as well; empty where none can be. */
    Optional<String> shared() {
      return part.others.equals("false")
          ? Optional.empty()
          : Optional.of(
              "SELECT pg_catalog.count(*) FROM %s WHERE %s AND %s"
                  .formatted(part.from(), condition(), part.others));
    }

    String delete() {
      return "DELETE FROM " + part.from() + " WHERE " + condition();
    }
  }
}
