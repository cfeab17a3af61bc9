package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.plan.TableSql;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows of a shared table that a tenant needs, brought to the target by their primary keys: what
 * others have put there with the same key is left, whatever it holds. The proof says whether it is
 * equal.
 *
 * @param question reads each needed row's digest and key at the source, column by column as text
 * @param digest of a row, at both sides
 * @param parts how many columns a key has
 * @param there true where the table's row has the key {@code (_rehome_0, …)}; at both sides
 * @param to the target's table, for a FROM
 */
public record NeededRows(String question, String digest, int parts, String there, String to) {
  private static final int BATCH_ROWS = 5_000;

  /** What is done with the keys of rows that are to come: a condition over the source's table. */
  @FunctionalInterface
  public interface Bring {
    void rows(String condition) throws SQLException;
  }

  /** Puts it into the spec of the nth table of a chunk. */
  public static void put(Map<String, String> spec, int n, TableSql sql) {
    List<Column> key =
        sql.table().key().stream()
            .flatMap(name -> sql.table().columns().stream().filter(c -> c.name().equals(name)))
            .toList();
    String names =
        key.stream().map(c -> Sql.name(c.name()) + "::text").collect(Collectors.joining(", "));
    String digest =
        "pg_catalog.encode(pg_catalog.sha256(%s), 'hex')".formatted(RowDigest.row(sql.table()));
    spec.put("digest." + n, digest);
    spec.put(
        "keys." + n,
        "SELECT %s, %s FROM %s%s WHERE %s"
            .formatted(digest, names, sql.table().only(), sql.table().source().sql(), sql.where()));
    spec.put("parts." + n, Integer.toString(key.size()));
    spec.put(
        "there." + n,
        IntStream.range(0, key.size())
            .mapToObj(i -> equal(key.get(i), i))
            .collect(Collectors.joining(" AND ")));
  }

  private static String equal(Column column, int i) {
    return column.type().indexOf('.') < 0
        ? "%s = _rehome_%d::%s".formatted(Sql.name(column.name()), i, column.type())
        : "%s::text = _rehome_%d".formatted(Sql.name(column.name()), i);
  }

  /** Whether the nth table is a shared one. */
  public static boolean in(Map<String, String> spec, int n) {
    return spec.containsKey("keys." + n);
  }

  /** Those of the nth table, which must be {@link #in} the spec. */
  public static NeededRows of(Map<String, String> spec, int n) {
    return new NeededRows(
        spec.get("keys." + n),
        spec.get("digest." + n),
        Integer.parseInt(spec.get("parts." + n)),
        spec.get("there." + n),
        spec.get("to." + n));
  }

  /** Brings what the target lacks. */
  public void bring(Connection source, Connection target, Move move, Bring bring)
      throws SQLException {
    pass(source, target, move, bring);
  }

  /**
   * The same once more, as the source is now: what the move brought and is no longer equal comes
   * again, and what is no longer needed goes.
   *
   * @param before how many there were when they were brought
   */
  public void bringAgain(Connection source, Connection target, Move move, long before, Bring bring)
      throws SQLException {
    Pass pass = pass(source, target, move, bring);
    if (before + pass.lacking > pass.needed) {
      delete(target, ours(move)); // which of them is not said by the source
      pass(source, target, move, bring);
    }
  }

  /** How many are needed, and how many of these the target had not. */
  private record Pass(long needed, long lacking) {}

  private Pass pass(Connection source, Connection target, Move move, Bring bring)
      throws SQLException {
    long needed = 0;
    long lacking = 0;
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(BATCH_ROWS);
      try (ResultSet row = statement.executeQuery(question)) {
        List<List<String>> batch = new ArrayList<>();
        boolean more = row.next();
        while (more) {
          List<String> digestAndKey = new ArrayList<>();
          for (int i = 1; i <= parts + 1; i++) {
            digestAndKey.add(row.getString(i));
          }
          batch.add(digestAndKey);
          more = row.next();
          if (!more || batch.size() == BATCH_ROWS) {
            needed += batch.size();
            lacking += bring(target, move, batch, bring);
            batch.clear();
          }
        }
      }
    }
    return new Pass(needed, lacking);
  }

  private long bring(Connection target, Move move, List<List<String>> batch, Bring bring)
      throws SQLException {
    Set<Integer> present = new HashSet<>();
    List<List<String>> stale = new ArrayList<>();
    String looked =
        """
        SELECT _rehome_place, _rehome_row.* FROM %s
        CROSS JOIN LATERAL (SELECT %s, %s FROM %s WHERE %s) AS _rehome_row
        """
            .formatted(list(batch), digest, ours(move), to, there);
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(looked)) {
        while (row.next()) {
          int place = row.getInt(1) - 1;
          present.add(place);
          if (row.getBoolean(3) && !row.getString(2).equals(batch.get(place).get(0))) {
            stale.add(batch.get(place));
          }
        }
      }
    }
    if (!stale.isEmpty()) {
      delete(target, exists(stale));
    }
    List<List<String>> coming = new ArrayList<>(stale);
    for (int i = 0; i < batch.size(); i++) {
      if (!present.contains(i)) {
        coming.add(batch.get(i));
      }
    }
    if (!coming.isEmpty()) {
      bring.rows(exists(coming));
    }
    return (long) coming.size() - stale.size();
  }

  private void delete(Connection target, String condition) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("DELETE FROM " + to + " WHERE " + condition);
    }
  }

  /** True for a row that a transaction of the move has written, this one too. */
  private static String ours(Move move) {
    return "(xmin = ANY (%s) OR xmin = (pg_catalog.txid_current() %% 4294967296)::text::xid)"
        .formatted(LiveRows.ours(move));
  }

  private String exists(List<List<String>> rows) {
    return "EXISTS (SELECT FROM %s WHERE %s)".formatted(list(rows), there);
  }

  /** The keys of rows that were read, for a FROM. */
  private String list(List<List<String>> rows) {
    String lists =
        IntStream.range(0, parts)
            .mapToObj(
                i ->
                    rows.stream()
                        .map(row -> Sql.literal(row.get(i + 1)))
                        .collect(
                            Collectors.joining(", ", "pg_catalog.unnest(ARRAY[", "]::text[])")))
            .collect(Collectors.joining(", "));
    String names =
        IntStream.range(0, parts).mapToObj(i -> "_rehome_" + i).collect(Collectors.joining(", "));
    return "ROWS FROM (%s) WITH ORDINALITY AS _rehome_keys (%s, _rehome_place)"
        .formatted(lists, names);
  }
}
