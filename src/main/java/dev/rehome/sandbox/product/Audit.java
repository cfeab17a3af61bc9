package dev.rehome.sandbox.product;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a ledger with a database: what was acknowledged and is not there, and what is there
 * though it was refused or deleted. Writes in doubt may be there or not.
 */
final class Audit {
  private static final String ORDERS =
      """
      SELECT o.number,
        (SELECT count(*) FROM order_lines l WHERE l.order_id = o.id) = 3
        AND EXISTS (SELECT FROM payments p WHERE p.tenant_id = o.tenant_id AND p.order_id = o.id)
        AND EXISTS (SELECT FROM order_history h WHERE h.tenant_id = o.tenant_id AND h.order_id = o.id)
      FROM orders o WHERE o.tenant_id = ? AND o.number LIKE ? || '-%'
      """;

  private static final String COUNTS =
      "SELECT email, writes FROM users WHERE tenant_id = ? AND email LIKE ? || '-%'";

  private final WriteLedger ledger;
  private final Set<String> expected = new TreeSet<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Long> counts = new TreeMap<>();

  /** Does not change the ledger. */
  Audit(WriteLedger ledger) {
    this.ledger = ledger;
    List<Write> acknowledged = ledger.acknowledged();
    acknowledged.forEach(write -> expected.add(write.placed()));
    acknowledged.forEach(write -> write.deleted().ifPresent(expected::remove));
    acknowledged.forEach(write -> counts.merge(write.writer(), write.writes(), Math::max));
    for (Write write : ledger.doubtful()) {
      open.add(write.placed());
      write.deleted().ifPresent(open::add);
    }
    expected.removeAll(open);
  }

  /** One sentence for each acknowledged write that the database does not hold entirely. */
  List<String> missing(Connection connection, String tenant, String run) throws SQLException {
    List<String> missing = new ArrayList<>();
    Map<String, Boolean> orders = orders(connection, tenant, run);
    for (String number : expected) {
      if (!orders.containsKey(number)) {
        missing.add("order " + number + " was acknowledged and is not there");
      } else if (!orders.get(number)) {
        missing.add("order " + number + " was acknowledged and is there in part");
      }
    }
    Map<String, Long> found = counts(connection, tenant, run);
    counts.forEach(
        (writer, writes) -> {
          if (found.getOrDefault(writer, -1L) < writes) {
            missing.add(
                "write %d of %s was acknowledged, the database has %d"
                    .formatted(writes, writer, found.getOrDefault(writer, -1L)));
          }
        });
    return missing;
  }

  /** One sentence for each write that the database holds though nobody acknowledged it. */
  List<String> surplus(Connection connection, String tenant, String run) throws SQLException {
    List<String> surplus = new ArrayList<>();
    for (String number : orders(connection, tenant, run).keySet()) {
      if (!expected.contains(number) && !open.contains(number)) {
        surplus.add("order " + number + " is there, though it was refused or deleted");
      }
    }
    counts(connection, tenant, run)
        .forEach(
            (writer, writes) -> {
              if (writes > counts.getOrDefault(writer, 0L) && !inDoubt(writer, writes)) {
                surplus.add(
                    "write %d of %s is there, acknowledged were %d"
                        .formatted(writes, writer, counts.getOrDefault(writer, 0L)));
              }
            });
    return surplus;
  }

  private boolean inDoubt(String writer, long writes) {
    return ledger.doubtful().stream()
        .anyMatch(write -> write.writer().equals(writer) && write.writes() == writes);
  }

  private static Map<String, Boolean> orders(Connection connection, String tenant, String run)
      throws SQLException {
    Map<String, Boolean> orders = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(ORDERS)) {
      query.setString(1, tenant);
      query.setString(2, run);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          orders.put(rows.getString(1), rows.getBoolean(2));
        }
      }
    }
    return orders;
  }

  private static Map<String, Long> counts(Connection connection, String tenant, String run)
      throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(COUNTS)) {
      query.setString(1, tenant);
      query.setString(2, run);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          counts.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return counts;
  }
}
