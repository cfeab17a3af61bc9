package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows that a tenant needs of a shared table at the source, each looked for at the target by
 * its primary key, whatever else is there.
 *
 * @param count how many there are at the source
 * @param absent of these the target has none with the key
 * @param different the target has one with the key, and it differs in a column
 * @param excused absent or different, and written meanwhile at either side
 */
public record KeyedRows(long count, Found absent, Found different, Found excused) {
  private static final int BATCH_ROWS = 2_000;
  private static final int EXAMPLES_MAX = 3;

  /**
   * Some rows.
   *
   * @param keys of them, three at most, e.g. {@code (2)}
   */
  public record Found(long rows, List<String> keys) {
    static final Found NONE = new Found(0, List.of());

    public Found {
      keys = List.copyOf(keys);
    }

    Found and(String key) {
      List<String> more = new ArrayList<>(keys);
      if (more.size() < EXAMPLES_MAX) {
        more.add(key);
      }
      return new Found(rows + 1, more);
    }

    /** Both together. */
    public Found and(Found other) {
      List<String> all = new ArrayList<>(keys);
      other.keys.stream().limit((long) EXAMPLES_MAX - keys.size()).forEach(all::add);
      return new Found(rows + other.rows, all);
    }
  }

  /**
   * Which rows may differ, by when and by whom they were written: conditions over the table at
   * either side.
   *
   * @param source true for a row of the source that was written since the move looked first
   * @param sourceLate true for one that was written since the move looked last
   * @param target true for a row of the target that was written since the move looked first
   * @param ours true for one that the move wrote: only what was written late at the source excuses
   *     it, and a row that is not there
   */
  public record Excuse(String source, String sourceLate, String target, String ours) {
    /** No row may. */
    public static final Excuse NONE = new Excuse("false", "false", "false", "false");
  }

  /** Compares batch by batch; both sessions are in a transaction, with their search paths. */
  public static KeyedRows of(
      Connection source, Connection target, ScopedTable table, String tenantId, Excuse excuse)
      throws SQLException {
    return new Comparing(target, table, excuse).all(source, tenantId);
  }

  /** The query for the target's rows with keys that were told; empty for none. */
  public static String shown(ScopedTable table, List<String> told) {
    return told.isEmpty()
        ? ""
        : "SELECT * FROM %s%s WHERE %s IN (%s)"
            .formatted(
                table.only(),
                table.target().sql(),
                told(table),
                told.stream().map(Sql::literal).collect(Collectors.joining(", ")));
  }

  /** A row's key as it is told, as SQL. */
  static String told(ScopedTable table) {
    return table.key().stream()
        .map(column -> Sql.name(column) + "::text")
        .collect(Collectors.joining(", ", "'(' || pg_catalog.concat_ws(',', ", ") || ')'"));
  }

  /**
   * One, at either side.
   *
   * @param special written late at the source; written by the move at the target
   */
  private record Row(List<String> key, String digest, boolean young, boolean special) {
    boolean excusedBy(Row wanted) {
      return special ? wanted.special : wanted.young || young;
    }

    String told() {
      return "(" + String.join(",", key) + ")";
    }
  }

  private static final class Comparing {
    private final Connection target;
    private final ScopedTable table;
    private final Excuse excuse;
    private final List<Column> key;
    private final String digest;
    private long count;
    private Found absent = Found.NONE;
    private Found different = Found.NONE;
    private Found excused = Found.NONE;

    Comparing(Connection target, ScopedTable table, Excuse excuse) {
      this.target = target;
      this.table = table;
      this.excuse = excuse;
      this.key =
          table.key().stream()
              .flatMap(name -> table.columns().stream().filter(c -> c.name().equals(name)))
              .toList();
      this.digest = "pg_catalog.encode(pg_catalog.sha256(" + RowDigest.row(table) + "), 'hex')";
    }

    KeyedRows all(Connection source, String tenantId) throws SQLException {
      String names =
          key.stream().map(c -> Sql.name(c.name()) + "::text").collect(Collectors.joining(", "));
      try (Statement statement = source.createStatement()) {
        statement.setEscapeProcessing(false);
        statement.setFetchSize(BATCH_ROWS);
        try (ResultSet row =
            statement.executeQuery(
                "SELECT %s, (%s), (%s), %s FROM %s%s WHERE %s"
                    .formatted(
                        digest,
                        excuse.source(),
                        excuse.sourceLate(),
                        names,
                        table.only(),
                        table.source().sql(),
                        table.reach().where(tenantId)))) {
          List<Row> batch = new ArrayList<>();
          boolean more = row.next();
          while (more) {
            batch.add(read(row));
            more = row.next();
            if (!more || batch.size() == BATCH_ROWS) {
              compare(batch);
              batch.clear();
            }
          }
        }
      }
      return new KeyedRows(count, absent, different, excused);
    }

    private Row read(ResultSet row) throws SQLException {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < key.size(); i++) {
        values.add(row.getString(4 + i));
      }
      return new Row(values, row.getString(1), row.getBoolean(2), row.getBoolean(3));
    }

    private void compare(List<Row> batch) throws SQLException {
      Map<Integer, Row> there = there(batch);
      for (int i = 0; i < batch.size(); i++) {
        Row wanted = batch.get(i);
        Row present = there.get(i);
        count++;
        boolean equal = present != null && present.digest.equals(wanted.digest);
        if (!equal && (present == null ? wanted.special : present.excusedBy(wanted))) {
          excused = excused.and(wanted.told());
        } else if (present == null) {
          absent = absent.and(wanted.told());
        } else if (!equal) {
          different = different.and(wanted.told());
        }
      }
    }

    /** What the target has, by the place in the batch. */
    private Map<Integer, Row> there(List<Row> batch) throws SQLException {
      String lists =
          each(
              i ->
                  batch.stream()
                      .map(row -> Sql.literal(row.key.get(i)))
                      .collect(Collectors.joining(", ", "pg_catalog.unnest(ARRAY[", "]::text[])")),
              ", ");
      String question =
          """
          SELECT _rehome_place, _rehome_row.* FROM ROWS FROM (%s) WITH ORDINALITY AS _rehome_keys (%s, _rehome_place)
          CROSS JOIN LATERAL (SELECT %s, (%s), (%s) FROM %s%s WHERE %s) AS _rehome_row
          """
              .formatted(
                  lists,
                  each(i -> "_rehome_" + i, ", "),
                  digest,
                  excuse.target(),
                  excuse.ours(),
                  table.only(),
                  table.target().sql(),
                  each(this::equal, " AND "));
      Map<Integer, Row> there = new HashMap<>();
      try (Statement statement = target.createStatement()) {
        statement.setEscapeProcessing(false);
        try (ResultSet row = statement.executeQuery(question)) {
          while (row.next()) {
            int place = row.getInt(1) - 1;
            there.put(
                place,
                new Row(
                    batch.get(place).key, row.getString(2), row.getBoolean(3), row.getBoolean(4)));
          }
        }
      }
      return there;
    }

    /** By the key's index where its type has the same name at both sides. */
    private String equal(int i) {
      Column column = key.get(i);
      String name = Sql.name(column.name());
      return column.type().indexOf('.') < 0
          ? "%s = _rehome_%d::%s".formatted(name, i, column.type())
          : "%s::text = _rehome_%d".formatted(name, i);
    }

    private String each(IntFunction<String> text, String between) {
      return IntStream.range(0, key.size()).mapToObj(text).collect(Collectors.joining(between));
    }
  }
}
