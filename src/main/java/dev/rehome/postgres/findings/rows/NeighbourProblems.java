package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.proof.KeyedRows;
import dev.rehome.postgres.proof.MissingRows;
import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableRules;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a target that tenants share must hold before one more comes, and must not: none of the
 * tenant's rows, in no table, and every row of the source's reference tables.
 */
public final class NeighbourProblems implements Look.Question {
  private static final String MOVED_AWAY =
      """
      SELECT move || ' to ' || moved_to FROM _rehome.guard
      WHERE tenant_id = ? AND place = 'source' AND state = 'moved'
      """;

  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    if (!look.target().shared()) {
      return findings;
    }
    look.target()
        .transaction(
            target -> {
              SearchPath.set(target, SearchPath.target(look.scope()));
              // what it has left there is another question's
              if (!look.move().options().mirrored() && look.left().isEmpty()) {
                held(look, target, findings);
              }
              for (ScopedTable table : look.scope().tables()) {
                if (look.targetTables().table(table.target()).isEmpty()
                    || look.unreadable().contains(table.source())) {
                  continue;
                }
                if (table.reach() instanceof Reach.Reference) {
                  references(look, target, table, findings);
                } else if (table.reach() instanceof Reach.Shared && !table.key().isEmpty()) {
                  needed(look, target, table, findings);
                }
              }
              return null;
            });
    return findings;
  }

  /** By the target's own rules, and so also in tables that the source does not have. */
  private static void held(Look look, Connection target, List<Finding> findings)
      throws SQLException {
    TableRules rules = new TableRules(look.target().settings(), look.move().tenant());
    String moved =
        Bookkeeping.exists(target)
            ? Rows.string(target, MOVED_AWAY, look.move().tenant().id())
            : null;
    for (CatalogTable table : look.targetTables().found().values()) {
      if (table.foreign() || rules.excludes(table.name())) {
        continue;
      }
      Reach reach = rules.reach(table).orElse(new Reach.Reference());
      Optional<FoundRows> rows =
          reach.fenced() ? held(look, target, table, reach) : Optional.empty();
      if (rows.isPresent()) {
        Finding found =
            moved == null
                ? look.blocking(
                    look.target(),
                    table.name(),
                    "holds rows of the tenant",
                    "delete them, or ask with mirrored if they are a copy that is kept equal")
                : look.blocking(
                    look.target(),
                    table.name(),
                    "still holds the rows that the tenant left there (move " + moved + ")",
                    "run rehome purge " + look.move().tenant().name() + ", then ask again");
        findings.add(rows.get().in(found));
      }
    }
  }

  /** Empty, too, where the condition cannot be evaluated: another question says so. */
  private static Optional<FoundRows> held(
      Look look, Connection target, CatalogTable table, Reach reach) throws SQLException {
    Savepoint before = target.setSavepoint();
    String from = (table.partitioned() ? "" : "ONLY ") + table.name().sql();
    List<String> path = reach.predicate().isPresent() ? SearchPath.target(look.scope()) : List.of();
    try {
      return Optional.of(
              FoundRows.of(target, from, table.key(), reach.where(look.move().tenant().id()), path))
          .filter(FoundRows::any);
    } catch (SQLException e) {
      target.rollback(before);
      return Optional.empty();
    }
  }

  /** What has the same key already must be the same row; what is not there will come. */
  private static void needed(
      Look look, Connection target, ScopedTable table, List<Finding> findings) {
    String tenant = look.move().tenant().id();
    KeyedRows.Found different =
        fromSource(
                look, source -> KeyedRows.of(source, target, table, tenant, KeyedRows.Excuse.NONE))
            .different();
    if (different.rows() > 0) {
      findings.add(
          look.blocking(
                  look.target(),
                  table.target(),
                  "has rows of the shared table with the keys of those that the tenant needs, and"
                      + " otherwise than at "
                      + look.source().cell(),
                  "write what %s has at %s, or the other way round, and let nobody change them until"
                          .formatted(look.source().cell(), look.target().cell())
                      + " they are copied, or give them other keys at one: what is there already is"
                      + " not written to")
              .rows(different.rows(), different.keys(), KeyedRows.shown(table, different.keys())));
    }
  }

  private static <T> T fromSource(Look look, PostgresSide.Work<T> work) {
    return look.source()
        .transaction(
            source -> {
              SearchPath.set(source, SearchPath.source(look.scope()));
              return work.run(source);
            });
  }

  private static void references(
      Look look, Connection target, ScopedTable table, List<Finding> findings) {
    MissingRows rows = fromSource(look, source -> MissingRows.of(source, target, table));
    if (rows.missing() > 0) {
      findings.add(
          look.blocking(
                  look.target(),
                  table.target(),
                  "lacks rows that the reference table has at %s, or has them otherwise"
                      .formatted(look.source().cell()),
                  "compare with the table at %s, and add these rows, or make them equal: a reference table that tenants share is not written to"
                      .formatted(look.source().cell()))
              .rows(rows.missing(), rows.examples(), KeyedRows.shown(table, rows.keys())));
    }
  }
}
