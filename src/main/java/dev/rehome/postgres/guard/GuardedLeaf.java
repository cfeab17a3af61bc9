package dev.rehome.postgres.guard;

import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A physical table, or a partitioned parent, that shall carry triggers for a tenant.
 *
 * @param alias what a predicate calls the row's table: the partitioned table it is written for,
 *     also on a partition
 * @param schemas where the names in a predicate are looked for, in this order, before those of the
 *     extensions
 */
record GuardedLeaf(TableName name, String alias, Reach reach, List<String> schemas) {
  /** How {@code _rehome.guarded} tells the tenant's rows. */
  record Test(String reach, String test, String alias, String path) {}

  Test test(Connection connection, String tenantId) throws SQLException {
    return LeafTests.of(connection, List.of(this), tenantId).get(this);
  }
}
