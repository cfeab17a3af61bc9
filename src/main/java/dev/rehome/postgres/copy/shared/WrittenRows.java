package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows that a move wrote into tables it did not make, told by the transactions of its receipts:
 * each row carries the one that wrote it. Rows that others put there stay.
 */
public final class WrittenRows {
  private static final String LOUD_TRIGGERS =
      """
      SELECT n.nspname, c.relname, t.tgname, t.tgenabled
      FROM pg_catalog.pg_trigger t
      JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relkind IN ('r', 'p')
        AND NOT pg_catalog.starts_with(t.tgname, 'rehome_guard_')
        AND n.nspname = ANY (?)
      ORDER BY 1, 2, 3
      """;

  private WrittenRows() {}

  /**
   * A trigger of the application.
   *
   * @param enabled as pg_trigger has it: O, R or A
   */
  private record Trigger(TableName table, String name, String enabled) {
    String alter(String change) {
      return "ALTER TABLE ONLY " + table.sql() + " " + change + " TRIGGER " + Sql.name(name);
    }

    String restore() {
      return alter(
          switch (enabled) {
            case "R" -> "ENABLE REPLICA";
            case "A" -> "ENABLE ALWAYS";
            default -> "ENABLE";
          });
    }
  }

  /**
   * Deletes them in the caller's transaction, from all tables by one statement, so that foreign
   * keys among them are looked at when all are gone. The application's triggers do not fire.
   *
   * @param shared whether neighbours write to the tables, which {@link LiveRows} has an eye on
   * @param then what is done when they are gone, while nothing fires
   */
  public static void delete(
      Connection target, Move move, Scope scope, boolean shared, Ledger.Undoing then)
      throws SQLException {
    if (shared) {
      LiveRows.delete(target, move, scope);
      then.run(target);
      return;
    }
    List<String> deletes = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      if (there(target, table.target())) {
        deletes.add(
            "d%d AS (DELETE FROM %s%s WHERE xmin = ANY (ARRAY(SELECT id FROM ours)))"
                .formatted(deletes.size(), table.only(), table.target().sql()));
      }
    }
    if (deletes.isEmpty()) {
      return;
    }
    List<Trigger> triggers = loudTriggers(target, scope);
    try (Statement statement = target.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '10s'");
      for (Trigger trigger : triggers) {
        statement.execute(trigger.alter("DISABLE"));
      }
      statement.execute(
          "WITH ours AS (SELECT (xid %% 4294967296)::text::xid AS id FROM _rehome.receipt WHERE move = %s), %s SELECT"
              .formatted(
                  Sql.literal(move.id()), deletes.stream().collect(Collectors.joining(", "))));
      then.run(target);
      // events of deferred constraints would forbid the ALTER TABLE below
      statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
      for (Trigger trigger : triggers) {
        statement.execute(trigger.restore());
      }
    }
  }

  static boolean there(Connection target, TableName table) throws SQLException {
    try (PreparedStatement query = target.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      query.setString(1, table.sql());
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static List<Trigger> loudTriggers(Connection target, Scope scope) throws SQLException {
    try (PreparedStatement query = target.prepareStatement(LOUD_TRIGGERS)) {
      query.setArray(1, target.createArrayOf("text", SearchPath.target(scope).toArray()));
      List<Trigger> triggers = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          triggers.add(
              new Trigger(
                  new TableName(row.getString(1), row.getString(2)),
                  row.getString(3),
                  row.getString(4)));
        }
      }
      return triggers;
    }
  }
}
