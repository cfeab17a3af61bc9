package dev.rehome.postgres.findings.rights;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What the mover needs on either side, whatever it moves. */
public final class Rights {
  private Rights() {}

  /**
   * CREATE on the database for {@code _rehome}; and the two roles that see and end sessions, as a
   * note where the move can do without: a predicate cannot, nor can a tenant's own role.
   */
  static void common(
      Look look, PostgresSide side, Connection connection, String mover, List<Finding> findings)
      throws SQLException {
    String database = Rows.string(connection, "SELECT pg_catalog.current_database()");
    if (!Rows.truth(
        connection,
        "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')")) {
      findings.add(
          missing(
              look,
              side,
              "database " + database,
              "the mover may not make schemas in it",
              "GRANT CREATE ON DATABASE " + Sql.name(database) + " TO " + mover));
    }
    for (String role : List.of("pg_signal_backend", "pg_read_all_stats")) {
      if (!Rows.truth(connection, "SELECT pg_catalog.pg_has_role(?, 'USAGE')", role)) {
        if (needed(look, side, role)) {
          findings.add(
              missing(
                  look,
                  side,
                  "role " + role,
                  "the mover is no member of it, which predicates and a tenant-role need",
                  "GRANT " + role + " TO " + mover));
          continue;
        }
        findings.add(
            look.note(
                    side,
                    "role " + role,
                    "the mover is no member of it: it sees and ends only sessions of its own roles",
                    Finding.runAt(side.cell()))
                .ready("GRANT " + role + " TO " + mover + ";"));
      }
    }
  }

  private static boolean needed(Look look, PostgresSide side, String role) {
    return side == look.source()
        && (role.equals("pg_signal_backend")
            ? side.settings().tenantRole().isPresent()
            : look.scope().atSource().tables().stream()
                .anyMatch(t -> t.reach() instanceof Reach.ByPredicate));
  }

  /** A right that is missing, with the statement that gives it. */
  public static Finding missing(
      Look look, PostgresSide side, Object subject, String problem, String statement) {
    return look.blocking(side, subject, problem, Finding.runAt(side.cell())).ready(statement + ";");
  }
}
