package dev.rehome.journal;

import dev.rehome.model.Move;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of components in the control store; each has a column {@code move}.
 *
 * @param names without the schema
 */
public record ComponentTables(List<String> names) {
  public ComponentTables {
    names = List.copyOf(names);
    for (String name : names) {
      if (!name.matches("[a-z][a-z0-9_]*")) {
        throw new IllegalArgumentException(
            "a table of a component must be of small letters, digits and _, got " + name);
      }
    }
  }

  /** Forgets a move that has no more use of them; inside the caller's transaction. */
  public void forget(JdbcClient jdbc, String move) {
    for (String name : names) {
      jdbc.sql("DELETE FROM _system." + name + " WHERE move = :move").param("move", move).update();
    }
  }

  /**
   * Forgets the tenant's earlier moves that no purge will ask for once this one is done: those away
   * from the same cell, and from the one that serves the tenant now; inside the caller's
   * transaction.
   */
  public void forgetEarlier(JdbcClient jdbc, Move move) {
    for (String name : names) {
      jdbc.sql(
              """
              DELETE FROM _system.%s WHERE move IN (
                SELECT m.id FROM _system.moves m JOIN _system.leases l ON l.move = m.id AND l.over
                WHERE m.tenant = :tenant AND m.source_database IN (:cells) AND m.id <> :move)
              """
                  .formatted(name))
          .param("tenant", move.tenant().name())
          .param("cells", List.of(move.source(), move.target()))
          .param("move", move.id())
          .update();
    }
  }
}
