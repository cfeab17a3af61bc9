package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.dump.SourceNames;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Text that names a schema which gets another name: it passes every digest, and fails every INSERT.
 * Function bodies, SET clauses of functions, and string constants of defaults, checks, views,
 * policies and triggers.
 */
final class NameProblems implements Look.Question {
  private static final String BODIES =
      """
      SELECT p.oid::regprocedure::text AS object, p.prosrc AS body,
        pg_catalog.array_to_string(p.proconfig, E'\\n') AS settings
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = ANY (?)
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY 1
      """;

  private static final String EXPRESSIONS =
      """
      SELECT 'default of ' || a.adrelid::regclass || '.' || t.attname AS object,
        pg_catalog.pg_get_expr(a.adbin, a.adrelid) AS body
      FROM pg_attrdef a
      JOIN pg_attribute t ON t.attrelid = a.adrelid AND t.attnum = a.adnum
      JOIN pg_class c ON c.oid = a.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?)
      UNION ALL
      SELECT 'constraint ' || k.conname || ' of ' || k.conrelid::regclass, pg_get_constraintdef(k.oid)
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
      WHERE n.nspname = ANY (?) AND k.contype = 'c'
      UNION ALL
      SELECT 'view ' || c.oid::regclass, pg_get_viewdef(c.oid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND c.relkind IN ('v', 'm')
        AND NOT EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      UNION ALL
      SELECT 'policy ' || p.polname || ' of ' || p.polrelid::regclass,
        concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?)
      UNION ALL
      SELECT 'trigger ' || t.tgname || ' of ' || t.tgrelid::regclass, pg_get_triggerdef(t.oid)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND NOT t.tgisinternal AND t.tgname NOT LIKE 'rehome\\_guard\\_%'
      ORDER BY 1
      """;

  private record Text(String object, String body, String settings) {}

  @Override
  public List<Finding> ask(Look look) {
    List<SchemaPair> renamed =
        look.scope().schemas().stream().filter(p -> !p.source().equals(p.target())).toList();
    if (renamed.isEmpty() || look.targetTables().present()) {
      return List.of();
    }
    return look.source().with(connection -> ask(look, connection));
  }

  private static List<Finding> ask(Look look, Connection connection) throws SQLException {
    SchemaMentions mentions = new SchemaMentions(SourceNames.read(connection, look.scope()));
    List<String> all = look.sourceSchemas();
    List<Finding> findings = new ArrayList<>();
    for (Text text :
        Rows.of(
            connection,
            BODIES,
            row ->
                new Text(row.getString("object"), row.getString("body"), row.getString("settings")),
            all)) {
      if (mentions.inCode(text.body)) {
        findings.add(finding(look, "function " + text.object, "its body"));
      }
      if (text.settings != null && mentions.inSettings(text.settings)) {
        findings.add(finding(look, "function " + text.object, "its SET clause"));
      }
    }
    for (Text text :
        Rows.of(
            connection,
            EXPRESSIONS,
            row -> new Text(row.getString("object"), row.getString("body"), null),
            all,
            all,
            all,
            all,
            all)) {
      if (text.body != null && mentions.inConstants(text.body)) {
        findings.add(finding(look, text.object, "a string constant"));
      }
    }
    return findings;
  }

  private static Finding finding(Look look, String object, String where) {
    return look.blocking(
        look.source(),
        object,
        where + " names a schema of " + look.sourceSchemas() + ", which gets another name",
        "leave the schema's name out of the text, or give the target's schema the same name");
  }
}
