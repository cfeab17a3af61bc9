package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.model.Tenant;
import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The job's id is a value that a tenant column holds, while the job gives no id of the tenant: most
 * likely that one was meant, and the tenant's name would move somebody else, or nobody.
 */
public final class MistakenTenant implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    Tenant tenant = look.move().tenant();
    if (!tenant.id().equals(tenant.name()) || look.move().job().equals(tenant.id())) {
      return List.of();
    }
    return look.source()
        .transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY");
              }
              SearchPath.set(connection, SearchPath.source(look.scope()));
              return ask(connection, look);
            });
  }

  /** One table is enough: it says whose they are. */
  private static List<Finding> ask(Connection connection, Look look) throws SQLException {
    for (ScopedTable table : look.scope().tables()) {
      if (table.reach() instanceof Reach.ByColumn by
          && !look.unreadable().contains(table.source())) {
        Optional<FoundRows> rows = rows(connection, table, by.where(look.move().job()));
        if (rows.filter(FoundRows::any).isPresent()) {
          return List.of(rows.get().in(finding(look, table, by)));
        }
      }
    }
    return List.of();
  }

  /** Empty for an id that the column cannot hold. */
  private static Optional<FoundRows> rows(Connection connection, ScopedTable table, String where)
      throws SQLException {
    Savepoint savepoint = connection.setSavepoint();
    try {
      return Optional.of(FoundRows.of(connection, table, where, List.of()));
    } catch (SQLException e) {
      connection.rollback(savepoint);
      return Optional.empty();
    }
  }

  private static Finding finding(Look look, ScopedTable table, Reach.ByColumn by) {
    String id = look.move().job();
    String name = look.move().tenant().name();
    return look.blocking(
        look.source(),
        "tenant " + name,
        "the job has %s for its own id (--id) and gives no tenant id, but %s.%s has rows of %s"
            .formatted(id, table.source(), by.column(), id),
        "say --tenant-id %1$s if that is the tenant (in a job file, tenant: {name: %2$s, id: %1$s});"
                .formatted(id, name)
            + " else give the job another --id");
  }
}
