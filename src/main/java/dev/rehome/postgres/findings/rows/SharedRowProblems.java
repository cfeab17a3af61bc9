package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.purge.Strangers;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that a predicate reaches and that are not the tenant's alone: reached for other tenants as
 * well, those of nobody among them, or referred to by rows of others. Moved, they would be fenced
 * for everybody, and no purge could delete them.
 *
 * <p>Each question is one statement, whatever the number of tenants: it reads what the predicate
 * reads twice over, or the table that refers, counts {@value #MOST} rows ({@link Strangers} fewer),
 * and has a share of one time limit for all. What that was too short for, and what the server
 * refuses to say, is a note, since the purge asks again.
 */
public final class SharedRowProblems implements Look.Question {
  private static final int MOST = 10_000;
  private static final Duration ONE = Duration.ofSeconds(20);
  private static final Duration ALL = Duration.ofSeconds(60);

  private static final String REMEDY =
      "add it to shared-tables: its rows are then copied as the tenant needs them, stay here, and"
          + " are written by everybody; or write its predicate so that it reaches the tenant's own"
          + " rows alone";

  @Override
  public List<Finding> ask(Look look) {
    if (!look.byRow()) {
      return List.of();
    }
    return look.source()
        .transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY");
              }
              SearchPath.set(connection, SearchPath.source(look.scope()));
              return new Asked(look, BoundedTime.of(connection, ONE, ALL)).findings();
            });
  }

  /** One transaction's questions. */
  private record Asked(Look look, BoundedTime time) {
    List<Finding> findings() throws SQLException {
      List<Finding> findings = new ArrayList<>();
      Set<TableName> shared = new HashSet<>();
      for (ScopedTable table : look.scope().tables()) {
        if (table.reach() instanceof Reach.ByPredicate by && readable(table.source())) {
          List<Finding> found = reached(table, by);
          findings.addAll(found);
          if (found.stream().anyMatch(Finding::blocks)) {
            shared.add(table.source());
          }
        }
      }
      for (Strangers strangers :
          Strangers.of(time.connection(), look.scope(), look.move().tenant().id())) {
        TableName parent = strangers.parent().source();
        // what is shared already is one cause, however many refer to it
        if (!shared.contains(parent) && readable(parent) && readable(strangers.child())) {
          referred(strangers).ifPresent(findings::add);
        }
      }
      return findings;
    }

    private boolean readable(TableName table) {
      return !look.unreadable().contains(table);
    }

    private List<Finding> reached(ScopedTable table, Reach.ByPredicate by) throws SQLException {
      Optional<String> others = OthersCondition.of(by.condition(), look.move().tenant().id());
      if (others.isEmpty()) {
        return List.of(
            look.note(
                look.source(),
                table.source(),
                "whether its predicate reaches rows of other tenants too cannot be told: it"
                    + " compares :tenant_id otherwise than by =, or under a negation",
                "see that it reaches no row for two tenants, nor one of nobody"));
      }
      String from = table.only() + table.source().sql();
      String both =
          "%s AND %s".formatted(by.where(look.move().tenant().id()), others.orElseThrow());
      List<Finding> findings = new ArrayList<>();
      String nobody = nobody(table);
      time.ask(
              statement -> {
                try (ResultSet row = statement.executeQuery(reached(table, from, both, nobody))) {
                  while (row.next()) {
                    findings.add(
                        shared(table, row.getBoolean(1))
                            .rows(
                                row.getLong(2),
                                row.getBoolean(4),
                                List.of((String[]) row.getArray(3).getArray()),
                                "SELECT * FROM %s WHERE %s%s"
                                    .formatted(
                                        from, both, row.getBoolean(1) ? " AND " + nobody : "")));
                  }
                }
              })
          .map(why -> unknown(table.source(), why))
          .ifPresent(findings::add);
      return findings;
    }

    /** True for a row whose tenant column is there, and null. */
    private String nobody(ScopedTable table) {
      return look.catalog().stream()
          .filter(one -> one.name().equals(table.source()))
          .findFirst()
          .flatMap(look.rules()::tenantColumn)
          .map(Column::name)
          .map(column -> Sql.name(column) + " IS NULL")
          .orElse("false");
    }

    private static String reached(ScopedTable table, String from, String both, String nobody) {
      String key =
          table.key().isEmpty()
              ? "ctid::text"
              : table.key().stream().map(Sql::name).collect(Collectors.joining(", ", "ROW(", ")"))
                  + "::text";
      return """
      SELECT _rehome_nobody, pg_catalog.count(*), (pg_catalog.array_agg(_rehome_key ORDER BY _rehome_key))[1:3],
        sum(pg_catalog.count(*)) OVER () > %d
      FROM (SELECT %s AS _rehome_key, %s AS _rehome_nobody FROM %s WHERE %s LIMIT %d) AS _rehome_shared
      GROUP BY 1 ORDER BY 1
      """
          .formatted(MOST, key, nobody, from, both, MOST + 1);
    }

    private Finding shared(ScopedTable table, boolean nobody) {
      return look.blocking(
          look.source(),
          table.source(),
          nobody
              ? "its predicate reaches rows of nobody, whose tenant is null: they would be"
                  + " fenced for every tenant, and could not be purged"
              : "its predicate reaches rows for other tenants too: they would be fenced for"
                  + " these, and could not be purged",
          REMEDY);
    }

    private Optional<Finding> referred(Strangers strangers) throws SQLException {
      List<Finding> findings = new ArrayList<>();
      TableName parent = strangers.parent().source();
      time.ask(
              statement -> {
                Strangers.Referred found = strangers.ask(statement.getConnection());
                if (found.any()) {
                  findings.add(found.in(referred(strangers, parent)));
                }
              })
          .map(why -> unknown(strangers.child(), why))
          .ifPresent(findings::add);
      return findings.stream().findFirst();
    }

    private Finding referred(Strangers strangers, TableName parent) {
      boolean moved =
          look.scope().tables().stream()
              .anyMatch(
                  table ->
                      table.leaves().stream()
                          .anyMatch(leaf -> leaf.name().equals(strangers.child())));
      String problem =
          "rows of %s that are not the tenant's refer by %s to rows that are"
              .formatted(strangers.child(), strangers.constraint());
      // a row that a column gives to the tenant stays its own, whoever refers to it
      return strangers.parent().reach() instanceof Reach.ByPredicate && moved
          ? look.blocking(
              look.source(),
              parent,
              problem + ": these would be fenced for others, and could not be purged",
              REMEDY)
          : look.note(
              look.source(),
              parent,
              problem + ": no purge deletes anything while they do",
              "before the purge, delete them, or let them refer to something else");
    }

    private Finding unknown(TableName table, String why) {
      return look.note(
          look.source(),
          table,
          "whether rows are shared with other tenants was not found out" + why,
          "see that none of the tenant's rows is; the purge asks again, and deletes none that"
              + " others refer to");
    }
  }
}
