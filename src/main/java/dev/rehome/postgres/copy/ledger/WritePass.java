package dev.rehome.postgres.copy.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Lets the mover's own transaction write past a guard of the tenant. */
@FunctionalInterface
public interface WritePass {
  void admit(Connection connection, String tenantId) throws SQLException;
}
