package dev.rehome.postgres.schema.dump;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.TableCatalog;
import dev.rehome.postgres.scope.TableRules;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The definitions of a scope's source schemas as pg_dump tells them, statement by statement, still
 * in the source's names.
 *
 * @param preData what rows need: types, tables, functions, views
 * @param postData what is made after them: indexes, constraints, triggers, policies
 */
public record SchemaDump(List<SqlStatement> preData, List<SqlStatement> postData) {
  /** A table that somebody holds exclusively for longer fails the dump. */
  private static final String LOCK_WAIT = "--lock-wait-timeout=30s";

  /** Excluded tables with their partitions and the sequences that belong to them. */
  private static final String EXCLUDED =
      """
      WITH RECURSIVE gone (id) AS (
        SELECT c.oid
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ?
        UNION
        SELECT c.oid
        FROM gone
        JOIN pg_catalog.pg_inherits i ON i.inhparent = gone.id
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition)
      SELECT n.nspname, c.relname
      FROM (
        SELECT id FROM gone
        UNION
        SELECT d.objid
        FROM gone
        JOIN pg_catalog.pg_depend d ON d.refobjid = gone.id AND d.deptype IN ('a', 'i')
          AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
          AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S') all_gone
      JOIN pg_catalog.pg_class c ON c.oid = all_gone.id
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      """;

  public SchemaDump {
    preData = List.copyOf(preData);
    postData = List.copyOf(postData);
  }

  /** Runs pg_dump twice; takes ACCESS SHARE on the source's tables while it does. */
  static SchemaDump of(PostgresSide source, Move move, Scope scope) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--schema-only",
                "--encoding=UTF8",
                "--no-publications",
                "--no-subscriptions",
                "--no-tablespaces",
                "--no-security-labels",
                "--strict-names",
                LOCK_WAIT));
    for (SchemaPair pair : scope.schemas()) {
      arguments.add("--schema=" + Sql.name(pair.source()));
    }
    for (String table : source.with(connection -> excluded(connection, source, move, scope))) {
      arguments.add("--exclude-table=" + table);
    }
    return new SchemaDump(
        section("pre-data", source, move, arguments),
        section("post-data", source, move, arguments));
  }

  private static List<SqlStatement> section(
      String section, PostgresSide source, Move move, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--section=" + section);
    return SqlStatement.split(PgDump.run(source, move, all));
  }

  private static List<String> excluded(
      Connection connection, PostgresSide source, Move move, Scope scope) throws SQLException {
    TableRules rules = new TableRules(source.settings(), move.tenant());
    List<String> patterns = new ArrayList<>();
    for (CatalogTable table :
        TableCatalog.read(connection, scope.schemas().stream().map(SchemaPair::source).toList())) {
      if (rules.excludes(table.name())) {
        patterns.addAll(
            Rows.of(
                connection,
                EXCLUDED,
                row ->
                    Sql.name(row.getString("nspname")) + "." + Sql.name(row.getString("relname")),
                table.name().schema(),
                table.name().table()));
      }
    }
    return patterns;
  }
}
