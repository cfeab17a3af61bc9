package dev.rehome.postgres.guard;

import java.sql.Connection;
import java.sql.SQLException;

/** The mark that lets a transaction pass the guards of one tenant. */
public final class Admission {
  private Admission() {}

  /**
   * Lets the mover's own writes for the tenant pass on a guarded side until the current transaction
   * ends. Call it first in the transaction, not in autocommit; the second time changes nothing. It
   * needs no guard to be there.
   */
  public static void admit(Connection connection, String tenantId) throws SQLException {
    JdbcForms.first(
        connection,
        """
        SELECT set_config('rehome.admitted',
          txid_current()::text || ' x' || encode(convert_to(?, 'UTF8'), 'hex') || ' ', true)
        """,
        row -> row.getString(1),
        tenantId);
  }
}
