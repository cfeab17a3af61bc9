package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableRules;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a shared table that are the tenant's own by their tenant column, e.g. the roles that it
 * made beside those of everybody: as the others there they are neither fenced nor purged, which its
 * operator should know. At a source of the tenant's own all is fenced, as long as it is there.
 */
public final class OwnSharedRows implements Look.Question {
  private static final String REMEDY =
      "let nobody change them during the move; what is changed is told with its outcome";

  @Override
  public List<Finding> ask(Look look) {
    return look.source()
        .with(
            connection -> {
              List<Finding> findings = new ArrayList<>();
              for (ScopedTable table : look.scope().tables()) {
                if (table.reach() instanceof Reach.Shared
                    && TableRules.dedicated(look.source(), look.target())) {
                  findings.add(
                      look.note(
                          look.source(),
                          table.source(),
                          "is in the target's shared-tables: here, where all is the tenant's, it is"
                              + " fenced as the others; there it is not, in a later move",
                          "nothing, if tenants are to share it there"));
                } else if (table.reach() instanceof Reach.Shared
                    && !look.unreadable().contains(table.source())) {
                  ask(look, connection, table).ifPresent(findings::add);
                }
              }
              return findings;
            });
  }

  private static Optional<Finding> ask(Look look, Connection connection, ScopedTable table)
      throws SQLException {
    Optional<Column> column =
        look.catalog().stream()
            .filter(one -> one.name().equals(table.source()))
            .findFirst()
            .flatMap(look.rules()::tenantColumn);
    if (column.isEmpty()) {
      return Optional.empty();
    }
    Reach own = new Reach.ByColumn(column.get().name(), column.get().type());
    String rows =
        "FROM %s%s WHERE %s"
            .formatted(table.only(), table.source().sql(), own.where(look.move().tenant().id()));
    long count = Long.parseLong(Rows.plain(connection, "SELECT pg_catalog.count(*) " + rows));
    return count == 0
        ? Optional.empty()
        : Optional.of(
            look.note(
                    look.source(),
                    table.source(),
                    "is in shared-tables and holds rows that are the tenant's own by "
                        + Sql.name(column.get().name())
                        + ": as the others they are not fenced, and stay at a purge",
                    REMEDY)
                .rows(count, List.of(), "SELECT * " + rows));
  }
}
