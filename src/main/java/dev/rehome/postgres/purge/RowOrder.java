package dev.rehome.postgres.purge;

import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Rows of a group in an order in which they can go: who refers to another row goes before it, and
 * rows that refer to each other in a circle go at once. Rows that others refer to which it does not
 * hold are left for later. For one thread.
 */
final class RowOrder {
  /** About 100 bytes each while they are ordered. */
  static final int ROWS_MAX = 1_000_000;

  private static final int PLACE_BITS = 48;
  private static final String LAST = " ORDER BY p._rehome_place DESC, p._rehome_table DESC";

  private final Group group;

  /** Sorted; a number of a part, and a place in it. */
  private final long[] rows;

  /** Indexes of rows. */
  private final List<int[]> order;

  private int next;

  private RowOrder(Group group, long[] rows, List<int[]> order) {
    this.group = group;
    this.rows = rows;
    this.order = order;
  }

  /**
   * Looks where rows of the group lie, and in a circle who refers to whom.
   *
   * @param most so many of them; the last ones of a table, to which fewer others refer
   */
  static RowOrder read(Connection connection, Group group, Remains remains, int most)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(BatchPace.ROWS_MAX);
      Map<Long, Integer> parts = parts(statement, group);
      long[] rows = rows(statement, group, remains, parts, most);
      if (group.circle().isEmpty()) {
        return new RowOrder(
            group, rows, IntStream.range(0, rows.length).mapToObj(i -> new int[] {i}).toList());
      }
      IntStream.Builder from = IntStream.builder();
      IntStream.Builder to = IntStream.builder();
      BitSet held = new BitSet();
      for (ForeignKey key : group.circle()) {
        try (ResultSet row = statement.executeQuery(remains.pairs(key))) {
          while (row.next()) {
            int child = place(rows, parts, row.getLong(1), row.getString(2));
            int parent = place(rows, parts, row.getLong(3), row.getString(4));
            if (parent >= 0 && child < 0) {
              held.set(parent);
            } else if (parent >= 0 && parent != child) {
              from.add(child);
              to.add(parent);
            }
          }
        }
      }
      return new RowOrder(group, rows, free(rows.length, from, to, held));
    }
  }

  /** In order, without what must wait: those that are held, and all to whom they refer. */
  private static List<int[]> free(
      int size, IntStream.Builder from, IntStream.Builder to, BitSet held) {
    int[] children = from.build().toArray();
    int[] parents = to.build().toArray();
    List<int[]> order = StrongComponents.inOrder(size, children, parents);
    if (held.isEmpty()) {
      return order;
    }
    Map<Integer, List<Integer>> of = new LinkedHashMap<>();
    for (int i = 0; i < children.length; i++) {
      of.computeIfAbsent(children[i], child -> new ArrayList<>()).add(parents[i]);
    }
    List<int[]> free = new ArrayList<>();
    for (int[] component : order) {
      if (Arrays.stream(component).anyMatch(held::get)) {
        for (int row : component) {
          of.getOrDefault(row, List.of()).forEach(held::set);
        }
      } else {
        free.add(component);
      }
    }
    return free;
  }

  /** The numbers of the parts by the object ids of their tables. */
  private static Map<Long, Integer> parts(Statement statement, Group group) throws SQLException {
    Map<Long, Integer> parts = new LinkedHashMap<>();
    String names =
        group.parts().stream()
            .map(part -> Sql.literal(part.leaf().sql()))
            .collect(Collectors.joining(", "));
    try (ResultSet row =
        statement.executeQuery(
            "SELECT pg_catalog.to_regclass(name)::oid FROM pg_catalog.unnest(ARRAY[%s]) WITH ORDINALITY AS part (name, place) ORDER BY place"
                .formatted(names))) {
      while (row.next()) {
        parts.put(row.getLong(1), parts.size());
      }
    }
    return parts;
  }

  private static long[] rows(
      Statement statement, Group group, Remains remains, Map<Long, Integer> parts, int most)
      throws SQLException {
    LongStream.Builder rows = LongStream.builder();
    int found = 0;
    for (String of :
        group.parts().stream().map(Part::table).distinct().map(remains::rows).toList()) {
      if (found < most) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT _rehome_table, _rehome_place::text FROM (%s) AS p%s LIMIT %d"
                    .formatted(of, group.circle().isEmpty() ? "" : LAST, most - found))) {
          while (row.next()) {
            Integer part = parts.get(row.getLong(1));
            if (part != null) {
              rows.add(encoded(part, row.getString(2)));
              found++;
            }
          }
        }
      }
    }
    long[] sorted = rows.build().toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static int place(long[] rows, Map<Long, Integer> parts, long table, String place) {
    Integer part = parts.get(table);
    return part == null ? -1 : Arrays.binarySearch(rows, encoded(part, place));
  }

  /** Of {@code (block,item)}. */
  private static long encoded(int part, String place) {
    int comma = place.indexOf(',');
    long block = Long.parseLong(place, 1, comma, 10);
    long item = Long.parseLong(place, comma + 1, place.length() - 1, 10);
    return ((long) part << PLACE_BITS) | (block << 16) | item;
  }

  private static String decoded(long row) {
    return "(%d,%d)".formatted((row >> 16) & 0xFFFF_FFFFL, row & 0xFFFF);
  }

  /** Whether it has found nothing at all. */
  boolean empty() {
    return rows.length == 0;
  }

  /** Whether any of what it has found may go, or might have gone. */
  boolean any() {
    return !order.isEmpty();
  }

  boolean hasNext() {
    return next < order.size();
  }

  /** The next rows, about {@code most}: more only where they stand in one circle. */
  Taken take(int most) {
    int begin = next;
    Map<Integer, List<String>> places = new LinkedHashMap<>();
    int taken = 0;
    while (hasNext() && (taken == 0 || taken + order.get(next).length <= most)) {
      for (int row : order.get(next)) {
        places
            .computeIfAbsent((int) (rows[row] >> PLACE_BITS), part -> new ArrayList<>())
            .add(decoded(rows[row]));
        taken++;
      }
      next++;
    }
    List<Part.Slice> slices = new ArrayList<>();
    places.forEach((part, of) -> slices.add(new Part.Slice(group.parts().get(part), of)));
    return new Taken(slices, begin, taken);
  }

  /** They are not deleted: the next call takes from there again. */
  void back(Taken taken) {
    next = taken.begin;
  }

  /**
   * Rows that go by one statement.
   *
   * @param rows how many
   */
  record Taken(List<Part.Slice> slices, int begin, int rows) {}
}
