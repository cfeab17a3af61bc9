package dev.rehome.postgres.schema.apply;

import dev.rehome.model.Move;
import dev.rehome.postgres.schema.made.MadeObjects;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Tables of the target's own schema while rows are loaded: without the foreign keys among and into
 * them, and with their own triggers disabled, so that rows come in any order and nothing fires.
 * Each change stands in the move's record with the statement that puts it back exactly.
 */
final class QuietTables {
  /** What the record's lines of this class begin with. */
  private static final String KIND = "quiet ";

  private static final String TREE =
      """
      WITH RECURSIVE tree (id) AS (
        SELECT name::pg_catalog.regclass::pg_catalog.oid FROM pg_catalog.unnest(?::text[]) AS name
        UNION
        SELECT i.inhrelid
        FROM tree
        JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.id
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition)
      """;

  private static final String FOREIGN_KEYS =
      TREE
          + """
          SELECT c.conrelid::pg_catalog.regclass::text AS on_table,
            pg_catalog.quote_ident(c.conname) AS name,
            pg_catalog.pg_get_constraintdef(c.oid) AS definition,
            pg_catalog.quote_literal(pg_catalog.obj_description(c.oid, 'pg_constraint')) AS comment
          FROM pg_catalog.pg_constraint c
          WHERE c.contype = 'f' AND c.conparentid = 0
            AND (c.conrelid IN (SELECT id FROM tree) OR c.confrelid IN (SELECT id FROM tree))
          ORDER BY c.oid
          """;

  private static final String TRIGGERS =
      TREE
          + """
          SELECT t.tgrelid::pg_catalog.regclass::text AS on_table,
            pg_catalog.quote_ident(t.tgname) AS name,
            CASE t.tgenabled WHEN 'R' THEN 'REPLICA ' WHEN 'A' THEN 'ALWAYS ' ELSE '' END AS how
          FROM pg_catalog.pg_trigger t
          WHERE t.tgrelid IN (SELECT id FROM tree) AND NOT t.tgisinternal AND t.tgenabled <> 'D'
            AND t.tgname NOT LIKE 'rehome\\_guard\\_%'
          ORDER BY t.oid
          """;

  private QuietTables() {}

  static void quiet(Connection connection, Move move, List<String> tables) throws SQLException {
    record ForeignKey(String table, String name, String definition, String comment) {}
    for (ForeignKey key :
        Rows.of(
            connection,
            FOREIGN_KEYS,
            row ->
                new ForeignKey(
                    row.getString("on_table"),
                    row.getString("name"),
                    row.getString("definition"),
                    row.getString("comment")),
            tables)) {
      String identity = key.name + " on " + key.table;
      if (key.comment != null) {
        record(
            connection,
            move,
            "comment",
            identity,
            "COMMENT ON CONSTRAINT " + key.name + " ON " + key.table + " IS " + key.comment);
      }
      change(
          connection,
          move,
          new Change(
              "foreign key",
              identity,
              "ALTER TABLE " + key.table + " DROP CONSTRAINT " + key.name,
              "ALTER TABLE " + key.table + " ADD CONSTRAINT " + key.name + " " + key.definition));
    }
    for (Change trigger :
        Rows.of(
            connection,
            TRIGGERS,
            row -> trigger(row.getString("on_table"), row.getString("name"), row.getString("how")),
            tables)) {
      change(connection, move, trigger);
    }
  }

  private static Change trigger(String table, String name, String how) {
    return new Change(
        "trigger",
        name + " on " + table,
        "ALTER TABLE ONLY " + table + " DISABLE TRIGGER " + name,
        "ALTER TABLE ONLY " + table + " ENABLE " + how + "TRIGGER " + name);
  }

  /** Puts everything back, last first, and takes it off the record; nothing the second time. */
  static void loud(Connection connection, Move move) throws SQLException {
    List<String> undo =
        Rows.strings(
            connection,
            """
            SELECT undo FROM _rehome.made
            WHERE move = ? AND pg_catalog.starts_with(kind, ?) ORDER BY ordinal DESC
            """,
            move.id(),
            KIND);
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : undo) {
        statement.execute(sql);
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM _rehome.made WHERE move = ? AND pg_catalog.starts_with(kind, ?)")) {
      delete.setString(1, move.id());
      delete.setString(2, KIND);
      delete.executeUpdate();
    }
  }

  private static void change(Connection connection, Move move, Change change) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(change.sql);
    }
    record(connection, move, change.kind, change.identity, change.undo);
  }

  private static void record(
      Connection connection, Move move, String kind, String identity, String undo)
      throws SQLException {
    MadeObjects.record(connection, move, KIND + kind, identity, undo);
  }

  private record Change(String kind, String identity, String sql, String undo) {}
}
