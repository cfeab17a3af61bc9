package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.discover.TenantPaths;
import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables that the settings do not account for, and tables of a kind that needs a word. */
final class TableProblems implements Look.Question {
  private static final String VIEWS =
      """
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND c.relkind = 'm' ORDER BY 1, 2
      """;

  /** Left by a failed CREATE INDEX CONCURRENTLY; a partitioned table's lacks a partition's. */
  private static final String INVALID_INDEXES =
      """
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i'
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND NOT i.indisvalid ORDER BY 1, 2
      """;

  /** Partitions here whose parents are elsewhere, and foreign tables among partitions. */
  private static final String ODD_PARTITIONS =
      """
      SELECT n.nspname, c.relname, c.relkind = 'f' AS is_foreign, pn.nspname || '.' || p.relname AS parent
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
      JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
      WHERE c.relispartition AND (n.nspname = ANY (?) OR pn.nspname = ANY (?))
        AND (c.relkind = 'f' OR NOT (n.nspname = ANY (?) AND pn.nspname = ANY (?)))
      ORDER BY 1, 2
      """;

  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    List<TableName> without = new ArrayList<>();
    for (CatalogTable table : look.catalog()) {
      if (look.rules().excludes(table.name())) {
        continue;
      }
      if (table.foreign()) {
        findings.add(
            look.blocking(
                look.source(),
                table.name(),
                "is a foreign table: its rows are elsewhere",
                "add it to excluded-tables"));
      } else if (look.rules().reach(table).isEmpty()) {
        if (look.scope().dedicated()) {
          findings.add(withoutTenant(look, table));
        } else if (!MisspeltSettings.explains(look, table)) {
          without.add(table.name());
        }
      }
      if (look.rules().reach(table).filter(Reach.Shared.class::isInstance).isPresent()
          && table.key().isEmpty()) {
        findings.add(
            look.blocking(
                look.source(),
                table.name(),
                "is in shared-tables and has no primary key: its rows at both cells cannot be told"
                    + " apart",
                "give it a primary key"));
      }
      if (table.unlogged()) {
        findings.add(
            look.note(
                    look.source(),
                    table.name(),
                    "is unlogged: a crash empties it, on the target too",
                    "nothing to do, or")
                .ready("ALTER TABLE " + table.name().sql() + " SET LOGGED;"));
      }
    }
    withoutRule(look, without, findings);
    partitions(look, findings);
    for (TableName view : names(look, VIEWS)) {
      findings.add(
          look.note(
              look.source(), view, "is a materialized view: the target refreshes it", "no need"));
    }
    for (TableName index : names(look, INVALID_INDEXES)) {
      findings.add(
          look.note(
                  look.source(),
                  index,
                  "is an invalid index, which does not come along",
                  "drop it, or if it is wanted")
              .ready("REINDEX INDEX CONCURRENTLY " + index.sql() + ";"));
    }
    return findings;
  }

  /** A column that is made with the tenant's id as its default is in every row at once. */
  private static Finding withoutTenant(Look look, CatalogTable table) {
    Optional<CatalogTable> there =
        look.scope().schemas().stream()
            .filter(pair -> pair.source().equals(table.name().schema()))
            .findFirst()
            .flatMap(
                pair ->
                    look.targetTables().table(new TableName(pair.target(), table.name().table())));
    Optional<Column> column = there.flatMap(look.rules()::tenantColumn);
    return column
        .map(
            tenant ->
                look.blocking(
                        look.source(),
                        table.name(),
                        "has no column %s, by which %s tells whose a row is"
                            .formatted(tenant.name(), look.target().cell()),
                        Finding.runAt(look.source().cell()))
                    .ready(
                        "ALTER TABLE %s ADD COLUMN %s %s%s DEFAULT %s;"
                            .formatted(
                                table.name().sql(),
                                Sql.name(tenant.name()),
                                tenant.type(),
                                tenant.notNull() ? " NOT NULL" : "",
                                Sql.literal(look.move().tenant().id()))))
        .orElseGet(
            () ->
                look.blocking(
                    look.source(),
                    table.name(),
                    "no rule of %s says which of its rows would be the tenant's there"
                        .formatted(look.target().cell()),
                    "let rehome.cell.%s.postgres name its tenant column or a predicate, or add it to"
                            .formatted(look.target().cell())
                        + " excluded-tables of both cells"));
  }

  /** Those that foreign keys lead from are told with a predicate that may be taken as it stands. */
  private static void withoutRule(Look look, List<TableName> tables, List<Finding> findings) {
    Map<TableName, String> lines = tables.isEmpty() ? Map.of() : TenantPaths.lines(look);
    for (TableName table : tables) {
      String line = lines.getOrDefault(table, "");
      findings.add(
          line.isEmpty()
              ? look.blocking(
                  look.source(),
                  table,
                  "has no tenant column, and no rule says which of its rows are the tenant's",
                  "name its column in tenant-columns, give it a predicate in predicates-file, or"
                      + " add it to reference-tables or excluded-tables (or to shared-tables, with"
                      + " a predicate); plan --discover proposes which")
              : look.blocking(
                      look.source(),
                      table,
                      "has no tenant column, and no rule says which of its rows are the tenant's;"
                          + " foreign keys do",
                      "put into predicates-file, of which plan --discover writes the whole")
                  .ready(line));
    }
  }

  private static List<TableName> names(Look look, String question) {
    return look.source()
        .with(
            connection -> Rows.of(connection, question, TableProblems::name, look.sourceSchemas()));
  }

  private static void partitions(Look look, List<Finding> findings) {
    List<String> schemas = look.sourceSchemas();
    look.source()
        .with(
            connection ->
                Rows.of(
                    connection,
                    ODD_PARTITIONS,
                    row ->
                        look.blocking(
                            look.source(),
                            name(row),
                            row.getBoolean("is_foreign")
                                ? "is a foreign table and a partition of " + row.getString("parent")
                                : "is a partition of %s, and only one of the two is in %s"
                                    .formatted(row.getString("parent"), schemas),
                            "detach it, or name the schemas of both in the schemas setting"),
                    schemas,
                    schemas,
                    schemas,
                    schemas))
        .forEach(findings::add);
  }

  private static TableName name(java.sql.ResultSet row) throws java.sql.SQLException {
    return new TableName(row.getString(1), row.getString(2));
  }
}
