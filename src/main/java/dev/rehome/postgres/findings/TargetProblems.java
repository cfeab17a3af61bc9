package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.findings.rows.NeighbourProblems;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.schema.parity.SchemaParity;
import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * What the target holds already. None of the tables: pg_dump makes them. All of them: they are the
 * target's own schema, which must be defined as the source's and, but for a mirrored move, be
 * empty; a reference table may hold what the source's holds. A target that others share has tables
 * of its own, and rows: {@link NeighbourProblems} looks at those.
 */
final class TargetProblems implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    List<TableName> missing = look.targetTables().missing();
    boolean mirrored = look.move().options().mirrored();
    if (!look.targetTables().present()) {
      if (look.target().shared()) {
        findings.add(
            look.blocking(
                look.target(),
                "schemas " + look.targetSchemas(),
                "hold none of the tables, but the cell is one that tenants share",
                "make the tables as the source has them"));
      } else if (mirrored && !look.scope().tables().isEmpty()) {
        findings.add(
            look.blocking(
                look.target(),
                "schemas " + look.targetSchemas(),
                "hold none of the tables, but the move is to find them mirrored",
                "mirror the tenant first, or move without the option mirrored"));
      }
      return findings;
    }
    for (TableName table : missing) {
      findings.add(
          look.blocking(
              look.target(),
              table,
              "is missing, while others of the tables are there",
              "make it as the source has it, or drop the others: then all are made"));
    }
    for (SchemaPair pair : look.scope().schemas()) {
      for (SchemaParity.Difference difference :
          SchemaParity.differences(look.source(), look.target(), look.move(), look.scope(), pair)) {
        if (!missing.contains(new TableName(pair.target(), difference.subject().table()))) {
          findings.add(difference(look, pair, difference));
        }
      }
    }
    if (!mirrored && !look.target().shared()) {
      look.scope().tables().forEach(table -> rows(look, table, findings));
    }
    return findings;
  }

  private static Finding difference(
      Look look, SchemaPair pair, SchemaParity.Difference difference) {
    String subject = pair.target() + " " + difference.subject();
    String both =
        "source: %s | target: %s"
            .formatted(
                SchemaParity.brief(difference.source()), SchemaParity.brief(difference.target()));
    return difference.subject().tuning()
        ? look.note(look.target(), subject, both, "no need: the rows are the same")
        : look.blocking(look.target(), subject, both, "define it alike on both sides");
  }

  private static void rows(Look look, ScopedTable table, List<Finding> findings) {
    TableName name = table.target();
    if (look.targetTables().table(name).isEmpty()) {
      return;
    }
    boolean holds =
        look.target()
            .with(
                connection ->
                    "t"
                        .equals(
                            Rows.plain(
                                connection,
                                "SELECT EXISTS (SELECT FROM %s%s)"
                                    .formatted(table.only(), name.sql()))));
    if (holds && !table.reach().fenced()) {
      findings.add(
          same(look, table)
              ? look.note(
                  look.target(),
                  name,
                  "is a reference or shared table that holds the source's rows already",
                  "nothing to do: it is left as it is")
              : look.blocking(
                  look.target(),
                  name,
                  "is a reference or shared table that holds other rows than the source's",
                  guarded(look)
                      + "empty it, or add it to excluded-tables if it is kept equal otherwise"));
    } else if (holds && look.left().isEmpty()) {
      Finding found =
          look.blocking(
              look.target(),
              name,
              "holds rows",
              "empty it, or ask with mirrored if they are the tenant's own");
      String from = table.only() + name.sql();
      findings.add(
          look.target().with(c -> FoundRows.of(c, from, table.key(), "true", List.of())).in(found));
    }
  }

  /** What the tenant left there refuses every change until it is purged. */
  private static String guarded(Look look) {
    return look.left()
        .map(
            left ->
                "run rehome purge %s first, until then the guard of move %s refuses that there; then "
                    .formatted(look.move().tenant().name(), left.move().id()))
        .orElse("");
  }

  private static boolean same(Look look, ScopedTable table) {
    String row = RowDigest.row(table);
    return look.source()
        .transaction(
            source ->
                look.target()
                    .with(
                        target -> {
                          SearchPath.set(source, SearchPath.source(look.scope()));
                          String from = table.only() + table.source().sql();
                          String needed = table.reach().where(look.move().tenant().id());
                          String to = table.only() + table.target().sql();
                          return RowDigest.read(source, row, from, needed)
                              .equals(RowDigest.read(target, row, to, "true"));
                        }));
  }
}
