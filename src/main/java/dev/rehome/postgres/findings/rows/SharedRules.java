package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.dump.SourceNames;
import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableRules;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.SqlStatement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a target that tenants share tells their rows by the same rules as the source does: the
 * copy, the proof and both guards use one rule for a table. Predicates must read alike too, so that
 * they mean the same tables under either cell's search path.
 */
public final class SharedRules implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    if (!look.target().shared()) {
      return findings;
    }
    TableRules here = new TableRules(look.target().settings(), look.move().tenant());
    SourceNames names =
        look.source().with(connection -> SourceNames.read(connection, look.scope()));
    for (ScopedTable table : look.scope().tables()) {
      if (look.targetTables().table(table.target()).isEmpty()) {
        continue; // its own finding
      }
      CatalogTable there = look.targetTables().table(table.target()).orElseThrow();
      String rule =
          here.excludes(table.target())
              ? "excluded"
              : here.reach(there).map(SharedRules::rule).orElse("by no rule");
      if (!rule.equals(rule(table.reach()))) {
        findings.add(
            look.blocking(
                look.target(),
                table.target(),
                "the tenant's rows are told %s here, and %s at %s"
                    .formatted(rule, rule(table.reach()), look.source().cell()),
                "configure the table alike: %s and %s"
                    .formatted(settings(look.source()), settings(look.target()))));
      } else if (table.reach().predicate().filter(one -> renamed(names, one)).isPresent()) {
        findings.add(
            look.blocking(
                look.target(),
                table.target(),
                "its predicate names a schema of the source, which has another name here",
                "name tables without their schema in both predicates-files"));
      }
    }
    return findings;
  }

  private static boolean renamed(SourceNames names, String predicate) {
    String text = SqlStatement.of(predicate).text();
    return !names.rename(SqlStatement.of(predicate)).text().equals(text);
  }

  private static String settings(PostgresSide side) {
    return "rehome.cell." + side.cell() + ".postgres.*";
  }

  private static String rule(Reach reach) {
    if (reach instanceof Reach.ByColumn by) {
      return "by column " + by.column();
    }
    if (reach instanceof Reach.ByPredicate by) {
      return "by the predicate " + by.condition().strip().replaceAll("\\s+", " ");
    }
    if (reach instanceof Reach.Shared shared) {
      return "as shared rows, " + rule(shared.by());
    }
    return reach instanceof Reach.Reference ? "as in a reference table" : "as in its own table";
  }
}
