package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.findings.BodyMentions.Name;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names in function bodies that mean something at the source and nothing at the target: no server
 * looks at them before the function runs. A name that means nothing at the source is a column's or
 * a variable's, or was wrong already. Names of schemas that get another name are {@link
 * NameProblems}'.
 */
final class BodyProblems implements Look.Question {
  private static final String BODIES =
      """
      SELECT p.oid::pg_catalog.regprocedure::text AS object, p.prosrc AS body, l.lanname AS language
      FROM pg_catalog.pg_proc p
      JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_catalog.pg_language l ON l.oid = p.prolang
      WHERE n.nspname = ANY (?) AND l.lanname NOT IN ('internal', 'c')
        AND to_jsonb(p) ->> 'prosqlbody' IS NULL
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY 1
      """;

  /** Which of these names are objects, without those of extensions and of the server. */
  private static final String OBJECTS =
      """
      WITH asked AS (
        SELECT n.oid AS schema, a.schema AS schema_name, a.name
        FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) AS a (schema, name)
        JOIN pg_catalog.pg_namespace n ON n.nspname = a.schema
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')),
      found AS (
        SELECT a.*, 'table' AS kind, 'pg_catalog.pg_class'::pg_catalog.regclass AS class, c.oid
        FROM asked a JOIN pg_catalog.pg_class c ON c.relnamespace = a.schema AND c.relname = a.name
        UNION ALL
        SELECT a.*, 'function', 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid
        FROM asked a JOIN pg_catalog.pg_proc p ON p.pronamespace = a.schema AND p.proname = a.name
        UNION ALL
        SELECT a.*, 'type', 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid
        FROM asked a JOIN pg_catalog.pg_type t ON t.typnamespace = a.schema AND t.typname = a.name AND t.typrelid = 0)
      SELECT DISTINCT f.schema_name, f.name, f.kind
      FROM found f
      WHERE NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend d
        WHERE d.classid = f.class AND d.objid = f.oid AND d.deptype = 'e')
      """;

  private record Body(String object, String text, String language) {}

  private record Known(String schema, String name, String kind) {}

  @Override
  public List<Finding> ask(Look look) {
    if (look.target().shared()) {
      return List.of();
    }
    List<Body> bodies =
        look.source()
            .with(
                connection ->
                    Rows.of(
                        connection,
                        BODIES,
                        row -> new Body(row.getString(1), row.getString(2), row.getString(3)),
                        look.sourceSchemas()));
    Map<Body, BodyMentions> mentions =
        bodies.stream()
            .filter(BodyProblems::read)
            .collect(Collectors.toMap(Function.identity(), body -> BodyMentions.of(body.text)));
    List<Name> names =
        mentions.values().stream().flatMap(of -> of.names().stream()).distinct().toList();
    Set<Known> lost = new HashSet<>(look.source().with(c -> known(c, names)));
    Set<String> moved = new HashSet<>(look.sourceSchemas());
    Set<TableName> excluded = new HashSet<>(look.excluded());
    List<Known> there = look.target().with(c -> known(c, names));
    lost.removeIf(
        one ->
            moved.contains(one.schema)
                ? renamed(look, one.schema)
                    || !excluded.contains(new TableName(one.schema, one.name))
                : there.contains(one));
    List<Finding> findings = new ArrayList<>();
    for (Body body : bodies) {
      if (!read(body)) {
        findings.add(unread(look, body));
        continue;
      }
      for (Name name : mentions.get(body).names()) {
        lost.stream()
            .filter(one -> one.schema.equals(name.schema()) && one.name.equals(name.object()))
            .findFirst()
            .ifPresent(one -> findings.add(lost(look, body, name, moved.contains(one.schema))));
      }
      if (mentions.get(body).builds()) {
        findings.add(
            look.note(
                look.source(),
                "function " + body.object,
                "executes statements that it puts together: what they name is not known",
                "see to it that the target has it"));
      }
    }
    return findings;
  }

  private static boolean read(Body body) {
    return body.language.equals("plpgsql") || body.language.equals("sql");
  }

  private static boolean renamed(Look look, String schema) {
    return look.scope().schemas().stream()
        .filter(pair -> pair.source().equals(schema))
        .map(SchemaPair::target)
        .noneMatch(schema::equals);
  }

  private static List<Known> known(Connection connection, List<Name> names) throws SQLException {
    return Rows.of(
        connection,
        OBJECTS,
        row -> new Known(row.getString(1), row.getString(2), row.getString(3)),
        names.stream().map(Name::schema).toList(),
        names.stream().map(Name::object).toList());
  }

  private static Finding lost(Look look, Body body, Name name, boolean excluded) {
    String subject = "function " + body.object;
    String why = excluded ? "is excluded" : "is not at the target";
    String remedy =
        excluded
            ? "move the table too (reference-tables), or leave it out of the function"
            : "make it at the target, or name its schema in the schemas setting";
    return name.sure()
        ? look.blocking(look.source(), subject, "needs " + name + ", which " + why, remedy)
        : look.note(
            look.source(),
            subject,
            "may need %s, which %s: the name stands in a string, or the function does without it"
                .formatted(name, why),
            remedy);
  }

  private static Finding unread(Look look, Body body) {
    return look.note(
        look.source(),
        "function " + body.object,
        "is written in " + body.language + ": what it names is not known",
        "see to it that the target has it");
  }
}
