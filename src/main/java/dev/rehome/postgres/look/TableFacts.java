package dev.rehome.postgres.look;

import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a catalog says of the tables of a move and of all their partitions, by one statement that
 * locks no table: an owner who holds one would hold up the look at what he does.
 */
final class TableFacts {
  /** Another table of the same name has another id. */
  static final String ID = "id";

  /** Where its rows are stored: a rewrite, a TRUNCATE and another tablespace change it. */
  static final String FILE = "file";

  static final String COLUMNS = "columns";
  static final String PARTITION = "partition";
  static final String ROW_SECURITY = "row-level security";

  /** Our triggers, each with how it is enabled: {@code A} is always. */
  static final String GUARD = "guard";

  /** Of tables that are emptied when their server crashes: when it was started. */
  static final String UNLOGGED = "unlogged";

  private static final String QUESTION =
      """
      WITH RECURSIVE roots AS (
        SELECT pg_catalog.to_regclass(u.name)::oid AS id, u.fenced
        FROM unnest(?::text[], ?::boolean[]) AS u (name, fenced)
      ), tree AS (
        SELECT id, fenced FROM roots WHERE id IS NOT NULL
        UNION ALL
        SELECT i.inhrelid, t.fenced FROM tree t
        JOIN pg_catalog.pg_inherits i ON i.inhparent = t.id
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition
      )
      SELECT n.nspname || '.' || c.relname AS name,
        c.oid::text AS id,
        CASE WHEN t.fenced THEN pg_catalog.pg_relation_filenode(c.oid)::text END AS file,
        (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attname,
             pg_catalog.format_type(a.atttypid, a.atttypmod),
             CASE WHEN a.attnotnull THEN 'not null' END,
             CASE WHEN a.attgenerated <> '' THEN 'generated' END), ', ' ORDER BY a.attnum)
         FROM pg_catalog.pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
        (SELECT 'of ' || p.relname || ' ' || pg_catalog.md5(c.relpartbound::text)
         FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
         WHERE i.inhrelid = c.oid AND c.relispartition) AS partition,
        CASE WHEN c.relforcerowsecurity THEN 'forced' WHEN c.relrowsecurity THEN 'on' ELSE 'off' END AS row_security,
        CASE WHEN t.fenced THEN coalesce(
          (SELECT pg_catalog.string_agg(pg_catalog.substr(g.tgname, 14) || ' ' || g.tgenabled::text, ', ' ORDER BY g.tgname)
           FROM pg_catalog.pg_trigger g
           WHERE g.tgrelid = c.oid AND g.tgname LIKE 'rehome\\_guard\\_%'
             AND g.tgfoid = pg_catalog.to_regproc('_rehome.guard_' || c.oid)::oid), 'none') END AS guard,
        (SELECT pg_catalog.count(*) FROM pg_catalog.pg_trigger g
         WHERE g.tgrelid = c.oid AND g.tgenabled = 'A' AND g.tgname LIKE 'rehome\\_guard\\_%'
           AND g.tgfoid = pg_catalog.to_regproc('_rehome.guard_' || c.oid)::oid)
          = CASE WHEN c.relkind = 'p' AND c.relispartition THEN 1 ELSE 4 END AS guarded,
        CASE WHEN c.relpersistence = 'u' THEN pg_catalog.pg_postmaster_start_time()::text END AS unlogged
      FROM tree t
      JOIN pg_catalog.pg_class c ON c.oid = t.id
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      """;

  private TableFacts() {}

  /**
   * One table or partition.
   *
   * @param facts by their names; those that do not apply are missing
   * @param guarded whether all its triggers are there, enabled for every role
   * @param fenced whether it is to have any
   */
  record Facts(Map<String, String> facts, boolean guarded, boolean fenced) {
    Facts {
      facts = Map.copyOf(facts);
    }
  }

  /** By {@code schema.table}; a table that is not there is missing. */
  static Map<String, Facts> read(
      Connection connection, List<ScopedTable> tables, Function<ScopedTable, TableName> name)
      throws SQLException {
    Map<String, Facts> all = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(QUESTION)) {
      query.setArray(
          1,
          connection.createArrayOf(
              "text", tables.stream().map(name).map(TableName::sql).toArray()));
      query.setArray(
          2,
          connection.createArrayOf(
              "bool", tables.stream().map(table -> table.reach().fenced()).toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          all.put(row.getString("name"), facts(row));
        }
      }
    }
    return all;
  }

  private static Facts facts(ResultSet row) throws SQLException {
    Map<String, String> facts = new TreeMap<>();
    put(facts, ID, row.getString("id"));
    put(facts, FILE, row.getString("file"));
    put(facts, COLUMNS, row.getString("columns"));
    put(facts, PARTITION, row.getString("partition"));
    put(facts, ROW_SECURITY, row.getString("row_security"));
    put(facts, GUARD, row.getString("guard"));
    put(facts, UNLOGGED, row.getString("unlogged"));
    return new Facts(facts, row.getBoolean("guarded"), row.getString("guard") != null);
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (value != null) {
      facts.put(name, value);
    }
  }
}
