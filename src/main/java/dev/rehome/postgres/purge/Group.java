package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables that are purged together: one, or several that stand in a circle.
 *
 * @param name for people
 * @param circle the foreign keys within; empty for a table that refers to no row of its own
 * @param watched the foreign keys by which somebody else's row could refer to the tenant's
 */
record Group(String name, List<Part> parts, List<ForeignKey> circle, List<Watched> watched) {
  /**
   * A foreign key by which a row that stays could refer to one that goes.
   *
   * @param root the table of the tenant's that it refers to, or to a partition of
   * @param ours true for the child's rows that are the tenant's and go in the same group; false
   *     where none is left
   */
  record Watched(ForeignKey key, TableName root, String childAlias, String ours) {
    /** Whether it refers to rows of the part. */
    boolean into(Part part) {
      return root.equals(part.root())
          && (key.parent().partitioned() || key.parent().table().equals(part.leaf()));
    }

    /** One row for each stranger, at most {@code most}, among those who refer to the rows. */
    String strangers(String rows, int most) {
      return "SELECT pg_catalog.count(*) FROM (SELECT 1 FROM (%s) AS p JOIN %s ON %s LIMIT %d) AS strangers"
          .formatted(rows, child(), key.matches(), most);
    }

    /** How many of the rows a stranger refers to, at most {@code most}, and three keys of them. */
    String referred(String rows, List<String> columns, int most) {
      String told =
          columns.stream()
              .map(column -> "p." + Sql.name(column))
              .collect(Collectors.joining(", ", "ROW(", ")::text"));
      return """
      SELECT pg_catalog.count(*), coalesce((pg_catalog.array_agg(key ORDER BY key))[1:3], '{}')
      FROM (SELECT %s AS key FROM (%s) AS p WHERE EXISTS (SELECT FROM %s WHERE %s) LIMIT %d) AS referred
      """
          .formatted(told, rows, child(), key.matches(), most);
    }

    private String child() {
      return ours.equals("false")
          ? "(SELECT %1$s.* FROM %2$s AS %1$s) AS c"
              .formatted(Sql.name(childAlias), key.child().from())
          : "(SELECT %1$s.* FROM %2$s AS %1$s WHERE (%3$s) IS NOT TRUE) AS c"
              .formatted(Sql.name(childAlias), key.child().from(), ours);
    }
  }

  Group {
    parts = List.copyOf(parts);
    circle = List.copyOf(circle);
    watched = List.copyOf(watched);
  }

  /** All that is the tenant's. */
  List<Part.Slice> whole() {
    return parts.stream().map(part -> new Part.Slice(part, List.of())).toList();
  }
}
