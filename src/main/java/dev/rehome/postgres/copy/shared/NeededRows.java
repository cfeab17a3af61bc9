package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.plan.TableSql;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
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
 * @param key of a row, {@code _rehome_0, …}, column by column as text; at both sides
 * @param digest of a row, at both sides
 * @param parts how many columns a key has
 * @param there true where the table's row has the key {@code (_rehome_0, …)}; at both sides
 * @param needed the source's table, and which of its rows the tenant needs, for a FROM
 * @param to the target's table, for a FROM
 * @param table its name
 * @param columns those that are copied
 * @param same true where {@code _rehome_old} and {@code _rehome_new} have the same key
 */
public record NeededRows(
    String key,
    String digest,
    int parts,
    String there,
    String needed,
    String to,
    TableName table,
    String columns,
    String same) {
  static final int BATCH_ROWS = 5_000;

  /** Brings rows of the source's table into one of the target, with the columns in brackets. */
  @FunctionalInterface
  public interface Bring {
    void rows(String condition, String into) throws SQLException;
  }

  /** Puts it into the spec of the nth table of a chunk. */
  public static void put(Map<String, String> spec, int n, TableSql sql) {
    List<Column> key = key(sql.table());
    String digest =
        "pg_catalog.encode(pg_catalog.sha256(%s), 'hex')".formatted(RowDigest.row(sql.table()));
    spec.put("digest." + n, digest);
    spec.put(
        "keys." + n,
        IntStream.range(0, key.size())
            .mapToObj(i -> Sql.name(key.get(i).name()) + "::text AS _rehome_" + i)
            .collect(Collectors.joining(", ")));
    spec.put("parts." + n, Integer.toString(key.size()));
    spec.put("there." + n, there(sql.table()));
    spec.put("same." + n, key.stream().map(NeededRows::same).collect(Collectors.joining(" AND ")));
    spec.put("schema." + n, sql.table().target().schema());
    spec.put("name." + n, sql.table().target().table());
    spec.put(
        "columns." + n,
        sql.columns().stream().map(c -> Sql.name(c.name())).collect(Collectors.joining(", ")));
  }

  private static List<Column> key(ScopedTable table) {
    return table.key().stream()
        .flatMap(name -> table.columns().stream().filter(c -> c.name().equals(name)))
        .toList();
  }

  /** True where the table's row has the key {@code (_rehome_0, …)}, which is text. */
  static String there(ScopedTable table) {
    List<Column> key = key(table);
    return IntStream.range(0, key.size())
        .mapToObj(i -> equal(key.get(i), i))
        .collect(Collectors.joining(" AND "));
  }

  private static String same(Column column) {
    String cast = plain(column) ? "" : "::text";
    return "_rehome_old.%1$s%2$s = _rehome_new.%1$s%2$s".formatted(Sql.name(column.name()), cast);
  }

  /** Whether its type has the same name at both sides, and its own equality is found. */
  private static boolean plain(Column column) {
    return column.type().indexOf('.') < 0;
  }

  private static String equal(Column column, int i) {
    return plain(column)
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
        spec.get("from." + n) + " WHERE " + spec.get("where." + n),
        spec.get("to." + n),
        new TableName(spec.get("schema." + n), spec.get("name." + n)),
        spec.get("columns." + n),
        spec.get("same." + n));
  }

  /** Notes that the move brought all that the target has. */
  public void note(Connection target, Move move) throws SQLException {
    BroughtKeys.note(
        target, move, table, "(SELECT %s FROM %s) AS _rehome_keys".formatted(key, to), parts);
  }

  /** Brings what the target lacks. */
  public void bring(Connection source, Connection target, Move move, Bring bring)
      throws SQLException {
    pass(source, target, move, bring);
  }

  /**
   * The same once more, as the source is now: what the move brought and is no longer equal is
   * brought up to date where it is, and what is no longer needed goes, unless somebody refers to it
   * by then. Nobody is waited for longer than some seconds: the tenant waits.
   */
  public void bringAgain(Connection source, Connection target, Move move, Bring bring)
      throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '5s'");
    }
    pass(source, target, move, bring);
    new NeededNoMore(source, target, move, this).delete();
  }

  private void pass(Connection source, Connection target, Move move, Bring bring)
      throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(BATCH_ROWS);
      try (ResultSet row =
          statement.executeQuery("SELECT %s, %s FROM %s".formatted(digest, key, needed))) {
        List<List<String>> batch = new ArrayList<>();
        boolean more = row.next();
        while (more) {
          batch.add(read(row, row.getString(1), 2));
          more = row.next();
          if (!more || batch.size() == BATCH_ROWS) {
            bring(target, move, batch, bring);
            batch.clear();
          }
        }
      }
    }
  }

  /** A digest, or what stands for one, and the key from a column on. */
  List<String> read(ResultSet row, String digest, int column) throws SQLException {
    List<String> digestAndKey = new ArrayList<>(List.of(digest));
    for (int i = 0; i < parts; i++) {
      digestAndKey.add(row.getString(column + i));
    }
    return digestAndKey;
  }

  private void bring(Connection target, Move move, List<List<String>> batch, Bring bring)
      throws SQLException {
    Set<Integer> present = new HashSet<>();
    List<List<String>> stale = new ArrayList<>();
    String looked =
        """
        SELECT _rehome_place, _rehome_row.* FROM %s
        CROSS JOIN LATERAL (SELECT %s, %s FROM %s WHERE %s) AS _rehome_row
        """
            .formatted(list(batch), digest, ours(move, "xmin"), to, there);
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
      StaleRows.bring(target, move, this, exists(stale), bring);
    }
    List<List<String>> coming = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (!present.contains(i)) {
        coming.add(batch.get(i));
      }
    }
    if (!coming.isEmpty()) {
      bring.rows(exists(coming), into(table.sql()));
      BroughtKeys.note(target, move, table, list(coming), parts);
    }
  }

  /** A table with the columns that are copied. */
  String into(String name) {
    return name + " (" + columns + ")";
  }

  /** True for a row that a transaction of the move has written, this one too. */
  static String ours(Move move, String xmin) {
    return "(%2$s = ANY (%1$s) OR %2$s = (pg_catalog.txid_current() %% 4294967296)::text::xid)"
        .formatted(LiveRows.ours(move), xmin);
  }

  /** A condition over the table: its row has one of the keys. */
  String exists(List<List<String>> rows) {
    return "EXISTS (SELECT FROM %s WHERE %s)".formatted(list(rows), there);
  }

  /** The keys of rows that were read, each after its digest, for a FROM. */
  String list(List<List<String>> rows) {
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
