package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows that refer to rows which do not come along, or do not exist at all: a validated foreign key
 * says nothing of those that came while its triggers were off. It fails in the target.
 *
 * <p>Each key is one statement, which looks each row's reference up, counts {@value #MOST} such
 * rows, and has a share of one time limit for all. What that was too short for, and what the server
 * refuses to say, is a note.
 */
public final class ReferenceProblems implements Look.Question {
  private static final int MOST = 10_000;
  private static final Duration ONE = Duration.ofSeconds(20);
  private static final Duration ALL = Duration.ofSeconds(60);

  /** Whether they are orphans, how many, three of them, and whether counting ended before all. */
  private static final String QUESTION =
      """
      SELECT _rehome_orphan, pg_catalog.count(*),
        (pg_catalog.array_agg(_rehome_key ORDER BY _rehome_key))[1:3],
        sum(pg_catalog.count(*)) OVER () > %d
      FROM (
        SELECT r._rehome_key, NOT EXISTS (SELECT FROM (%s) AS t WHERE %s) AS _rehome_orphan
        FROM (%s) AS r
        WHERE %s AND NOT EXISTS (SELECT FROM (%s) AS t WHERE %s)
        LIMIT %d) AS _rehome_dangling
      GROUP BY 1 ORDER BY 1
      """;

  private static final String SEEN =
      """
      SELECT r.* FROM (%s) AS r WHERE %s AND NOT EXISTS (SELECT FROM (%s) AS t WHERE %s)
      """;

  /** Validated ones; a partition's that is a clone of its table's is none of its own. */
  private static final String KEYS =
      """
      SELECT k.conname, n.nspname, c.relname, fn.nspname AS to_schema, f.relname AS to_table,
        ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.num
          ORDER BY place) AS columns,
        ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.num
          ORDER BY place) AS to_columns
      FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
      JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
      WHERE k.contype = 'f' AND k.convalidated AND k.conparentid = 0
        AND n.nspname = ANY (?) AND fn.nspname = ANY (?)
      ORDER BY 2, 3, 1
      """;

  private record Key(
      String name, TableName from, TableName to, List<String> columns, List<String> toColumns) {
    String equal() {
      return IntStream.range(0, columns.size())
          .mapToObj(
              i -> "t.%s = r.%s".formatted(Sql.name(toColumns.get(i)), Sql.name(columns.get(i))))
          .collect(Collectors.joining(" AND "));
    }

    String present() {
      return columns.stream()
          .map(column -> "r." + Sql.name(column) + " IS NOT NULL")
          .collect(Collectors.joining(" AND "));
    }
  }

  @Override
  public List<Finding> ask(Look look) {
    return look.source()
        .transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY");
              }
              SearchPath.set(connection, SearchPath.source(look.scope()));
              return new Asked(look, BoundedTime.of(connection, ONE, ALL)).findings();
            });
  }

  /** One transaction's questions. */
  private record Asked(Look look, BoundedTime time) {
    List<Finding> findings() throws SQLException {
      Map<TableName, ScopedTable> tables = new HashMap<>();
      for (ScopedTable table : look.scope().tables()) {
        if (!look.unreadable().contains(table.source())) {
          tables.put(table.source(), table);
          table.leaves().forEach(leaf -> tables.put(leaf.name(), table));
        }
      }
      List<Finding> findings = new ArrayList<>();
      for (Key key : keys(time.connection(), look)) {
        ScopedTable from = tables.get(key.from);
        ScopedTable to = tables.get(key.to);
        if (from != null && to != null) {
          findings.addAll(ask(key, from, to));
        }
      }
      return findings;
    }

    private List<Finding> ask(Key key, ScopedTable from, ScopedTable to) throws SQLException {
      String whole = rows(key.to, to, key.toColumns, "true");
      String coming = rows(key.to, to, key.toColumns, where(to));
      String child = rows(key.from, from, key.columns, where(from));
      List<Finding> findings = new ArrayList<>();
      Optional<String> why =
          time.ask(
              statement -> {
                try (ResultSet row =
                    statement.executeQuery(
                        QUESTION.formatted(
                            MOST,
                            whole,
                            key.equal(),
                            child,
                            key.present(),
                            coming,
                            key.equal(),
                            MOST + 1))) {
                  while (row.next()) {
                    List<String> keys = List.of((String[]) row.getArray(3).getArray());
                    boolean orphans = row.getBoolean(1);
                    findings.add(
                        (orphans ? orphans(key, from) : stayBehind(key, from))
                            .rows(
                                row.getLong(2),
                                row.getBoolean(4),
                                keys,
                                seen(child, key, orphans ? whole : coming)));
                  }
                }
              });
      String all = seen(child, key, coming);
      return why.isPresent() ? List.of(unknown(key, why.get()).query(all)) : findings;
    }

    private static String seen(String child, Key key, String parents) {
      return SEEN.formatted(child, key.present(), parents, key.equal()).strip();
    }

    private Finding orphans(Key key, ScopedTable from) {
      return look.blocking(
          look.source(),
          key.from,
          "%s refer by %s to rows of %s that do not exist: they came while the constraint was not checked, and it could not be made for them at the target"
              .formatted(whose(from), key.name, key.to),
          "delete these rows, correct them, or insert what they refer to");
    }

    private Finding stayBehind(Key key, ScopedTable from) {
      return look.blocking(
          look.source(),
          key.from,
          "%s refer by %s to rows of %s that are not the tenant's and stay behind"
              .formatted(whose(from), key.name, key.to),
          "correct these rows, give %s a predicate that reaches what is referred to, or make it a"
                  .formatted(key.to)
              + " reference table");
    }

    private Finding unknown(Key key, String why) {
      return look.note(
          look.source(),
          key.from,
          "whether all its rows refer by %s to rows of %s that are there was not found out%s"
              .formatted(key.name, key.to, why),
          "see that they do; else the constraint fails at the target, and the move is undone");
    }

    private static String whose(ScopedTable from) {
      boolean all = from.reach() instanceof Reach.Reference || from.reach() instanceof Reach.Whole;
      return all ? "its rows" : "rows of the tenant";
    }

    private String where(ScopedTable table) {
      return table.reach().where(look.move().tenant().id());
    }

    /** A partition is asked by its table's condition, and so goes by that name. */
    private static String rows(
        TableName name, ScopedTable table, List<String> columns, String where) {
      String key =
          table.key().isEmpty()
              ? "ctid::text"
              : table.key().stream().map(Sql::name).collect(Collectors.joining(", ", "ROW(", ")"))
                  + "::text";
      return "SELECT %s, %s AS _rehome_key FROM %s%s AS %s WHERE %s"
          .formatted(
              columns.stream().map(Sql::name).collect(Collectors.joining(", ")),
              key,
              table.only(),
              name.sql(),
              Sql.name(table.source().table()),
              where);
    }
  }

  private static List<Key> keys(Connection connection, Look look) throws SQLException {
    return Rows.of(
        connection,
        KEYS,
        row ->
            new Key(
                row.getString("conname"),
                new TableName(row.getString("nspname"), row.getString("relname")),
                new TableName(row.getString("to_schema"), row.getString("to_table")),
                List.of((String[]) row.getArray("columns").getArray()),
                List.of((String[]) row.getArray("to_columns").getArray())),
        look.sourceSchemas(),
        look.sourceSchemas());
  }
}
