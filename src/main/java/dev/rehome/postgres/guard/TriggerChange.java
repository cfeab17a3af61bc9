package dev.rehome.postgres.guard;

import dev.rehome.postgres.guard.TriggerText.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes for whom a table's triggers ask, and with that the triggers: those that nobody needs go,
 * for which nobody may even read the table in that moment.
 *
 * @param table its object id
 * @param before for whom they ask now
 * @param after for whom they shall
 */
record TriggerChange(long table, List<Entry> before, List<Entry> after) {
  /** What is changed in {@code _rehome.guarded}. */
  interface Rows {
    void change() throws SQLException;
  }

  /**
   * Within the caller's transaction.
   *
   * @return false if the table is busy: everybody else would queue behind us for nothing
   */
  boolean make(Connection connection, Rows rows) throws SQLException {
    if (LeafCatalog.name(connection, table).isEmpty()) {
      rows.change();
      dropFunction(connection);
      return true;
    }
    // the lock that suffices, at once: two that are taken in turn could kill a reader by deadlock
    TableLock weak = TableLock.of(connection, table, /* readersToo= */ false);
    TriggerText text = weak.text(after);
    List<String> surplus = text.dropSurplus(LeafCatalog.triggers(connection, table));
    TableLock lock = surplus.isEmpty() ? weak : TableLock.of(connection, table, true);
    if (lock.busy(connection)) {
      return false;
    }
    lock.take(connection);
    if (!LeafCatalog.entries(connection, table).equals(before)) {
      return false;
    }
    rows.change();
    if (!surplus.isEmpty()) {
      JdbcForms.run(connection, String.join("; ", surplus));
    }
    if (after.isEmpty()) {
      dropFunction(connection);
    } else {
      write(connection, text);
    }
    return true;
  }

  private void dropFunction(Connection connection) throws SQLException {
    JdbcForms.run(connection, "DROP FUNCTION IF EXISTS _rehome.guard_" + table + "()");
  }

  /** Puts up what is needed, or replaces it. */
  static void write(Connection connection, TriggerText plain) throws SQLException {
    TriggerText text = plain.quickly(LeafTests.QuickTest.of(connection, plain));
    List<String> all = new ArrayList<>(List.of(text.createFunction()));
    boolean replaces = LeafCatalog.replaces(connection);
    if (!replaces) {
      all.addAll(text.dropTriggers());
    }
    all.addAll(text.createTriggers(replaces, LeafCatalog.altersClones(connection)));
    JdbcForms.run(connection, String.join(";\n", all));
  }
}
