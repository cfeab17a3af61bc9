package dev.rehome.moves;

import dev.rehome.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cell's catalog holds, so that a test can say what an undone move has left there: schemas,
 * relations, columns, constraints, indexes, triggers, functions, types, rights, roles that may log
 * in, and the number of rows in the target's tables.
 */
public final class Residue {
  private static final String CATALOG =
      """
      WITH own AS (
        SELECT oid, nspname FROM pg_namespace
        WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema')
      SELECT format('schema %s of %s, rights %s', n.nspname, n.nspowner::regrole, n.nspacl)
        FROM pg_namespace n JOIN own ON own.oid = n.oid
      UNION ALL SELECT format('relation %s (%s) of %s, rights %s, row security %s %s, options %s', c.oid::regclass,
          c.relkind, c.relowner::regrole, c.relacl, c.relrowsecurity, c.relforcerowsecurity, c.reloptions)
        FROM pg_class c JOIN own ON own.oid = c.relnamespace
      UNION ALL SELECT format('column %s.%s %s, not null %s, rights %s, default %s', c.oid::regclass, a.attname,
          format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attacl, pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN own ON own.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped
      UNION ALL SELECT format('constraint %s on %s: %s, validated %s', k.conname, k.conrelid::regclass,
          pg_get_constraintdef(k.oid), k.convalidated)
        FROM pg_constraint k JOIN own ON own.oid = k.connamespace
      UNION ALL SELECT format('index %s, valid %s', pg_get_indexdef(i.indexrelid), i.indisvalid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN own ON own.oid = c.relnamespace
      UNION ALL SELECT format('trigger %s, enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN own ON own.oid = c.relnamespace
        WHERE NOT t.tgisinternal
      UNION ALL SELECT format('foreign key trigger on %s, enabled %s', t.tgrelid::regclass, t.tgenabled)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN own ON own.oid = c.relnamespace
        WHERE t.tgisinternal
      UNION ALL SELECT format('function %s of %s: %s', p.oid::regprocedure, p.proowner::regrole, md5(p.prosrc))
        FROM pg_proc p JOIN own ON own.oid = p.pronamespace
      UNION ALL SELECT format('type %s', t.oid::regtype) FROM pg_type t JOIN own ON own.oid = t.typnamespace
      UNION ALL SELECT format('extension %s', extname) FROM pg_extension
      UNION ALL SELECT format('default rights %s %s %s', defaclnamespace::regnamespace, defaclobjtype, defaclacl)
        FROM pg_default_acl
      UNION ALL SELECT format('role %s, log in %s', rolname, rolcanlogin) FROM pg_roles
      UNION ALL SELECT format('session %s', application_name) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'rehome/m%'
      UNION ALL SELECT format('prepared transaction %s', gid) FROM pg_prepared_xacts
        WHERE database = current_database()
      """;

  private static final String TABLES =
      """
      SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      """;

  private final Sandbox sandbox;
  private final Map<String, List<String>> before = new TreeMap<>();
  private final String target;

  private Residue(Sandbox sandbox, String source, String target) throws SQLException {
    this.sandbox = sandbox;
    this.target = target;
    for (String cell : List.of(source, target)) {
      before.put(cell, lines(cell));
    }
  }

  /** What both cells hold now. */
  public static Residue of(Sandbox sandbox, String source, String target) throws SQLException {
    return new Residue(sandbox, source, target);
  }

  /**
   * A line for whatever is there now and was not, or was there and is not; none when all is as
   * before.
   */
  public List<String> left() throws SQLException {
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, List<String>> cell : before.entrySet()) {
      List<String> now = lines(cell.getKey());
      without(now, cell.getValue()).forEach(line -> left.add(cell.getKey() + " has now: " + line));
      without(cell.getValue(), now).forEach(line -> left.add(cell.getKey() + " lacks: " + line));
    }
    return left;
  }

  private static List<String> without(List<String> lines, List<String> others) {
    TreeSet<String> rest = new TreeSet<>(lines);
    others.forEach(rest::remove);
    return List.copyOf(rest);
  }

  private List<String> lines(String cell) throws SQLException {
    try (Connection connection = sandbox.connect(cell);
        Statement statement = connection.createStatement()) {
      List<String> lines = column(statement, CATALOG);
      if (cell.equals(target)) {
        for (String table : column(statement, TABLES)) {
          lines.addAll(
              column(
                  statement,
                  "SELECT '%s has rows: ' || count(*) FROM %s"
                      .formatted(table.replace("'", "''"), table)));
        }
      }
      return lines;
    }
  }

  private static List<String> column(Statement statement, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        lines.add(row.getString(1));
      }
    }
    return lines;
  }
}
