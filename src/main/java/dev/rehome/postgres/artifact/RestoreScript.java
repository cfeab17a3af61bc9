package dev.rehome.postgres.artifact;

import dev.rehome.model.Move;
import dev.rehome.postgres.schema.dump.SchemaText;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The script that makes a database of an artifact: for psql, with the {@code zstd} program. */
final class RestoreScript {
  private static final String HEAD =
      """
      -- Tenant %1$s as it was at %2$s when move %3$s copied it.
      -- In this folder, with psql and zstd, as a role that may make the roles' objects:
      --   createdb NAME && psql -X -d NAME -f restore.sql
      -- It is one transaction. Roles, and what the schemas use outside of themselves, must be there.
      \\set ON_ERROR_STOP on
      \\encoding UTF8
      \\o /dev/null
      BEGIN;
      SET client_min_messages = warning;
      SET standard_conforming_strings = on;
      %4$s
      \\ir %5$s
      %6$s
      """;

  /** What the rows were read under: text formats, and where names in them are looked up. */
  private static final String SESSION =
      """
      SET search_path = %s;
      SET DateStyle = 'ISO, YMD';
      SET IntervalStyle = 'postgres';
      SET TimeZone = 'UTC';
      SET lc_monetary = 'C';
      SET xmloption = content;
      SET row_security = off;
      """;

  private static final String TAIL =
      """
      \\ir %s
      \\ir %s
      SET search_path = %s;
      %sCOMMIT;
      ANALYZE;
      \\o
      \\echo %s
      """;

  private RestoreScript() {}

  /**
   * The script.
   *
   * @param path the search path of the source's rows, as SQL
   */
  static String of(Move move, Scope scope, SchemaText schema, String path, List<Entry> entries) {
    String refreshes =
        schema.refreshes().stream().map(refresh -> refresh + ";\n").collect(Collectors.joining());
    return HEAD.formatted(
            plain(move.tenant().name()),
            move.source(),
            move.id(),
            roles(schema.roles()),
            ArtifactTexts.BEFORE,
            SESSION.formatted(path))
        + entries.stream().map(RestoreScript::load).collect(Collectors.joining())
        + counts(scope, entries)
        + TAIL.formatted(
            ArtifactTexts.SEQUENCES,
            ArtifactTexts.AFTER,
            path,
            refreshes,
            Sql.literal("restored " + plain(move.tenant().name()).replace("'", "")));
  }

  /** Psql has a copy on one line; a name with a line break in it goes by way of another table. */
  private static String load(Entry entry) {
    String home = entry.rows().home();
    String from =
        " FROM PROGRAM 'zstd -dcq %s'%s%n"
            .formatted(entry.file(), entry.rows().binary() ? " (FORMAT binary)" : "");
    if (home.lines().count() == 1 && !home.endsWith("\n")) {
      return "\\copy " + home + from;
    }
    int columns = home.indexOf(" (");
    String table = columns < 0 ? home : home.substring(0, columns);
    String names = columns < 0 ? "" : home.substring(columns + 2, home.length() - 1);
    return """
    CREATE TEMPORARY TABLE rehome_rows AS SELECT %s FROM %s WITH NO DATA;
    \\copy pg_temp.rehome_rows%sINSERT INTO %s OVERRIDING SYSTEM VALUE SELECT * FROM pg_temp.rehome_rows;
    DROP TABLE pg_temp.rehome_rows;
    """
        .formatted(names, table, from, home);
  }

  private static String counts(Scope scope, List<Entry> entries) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ScopedTable table : scope.tables()) {
      counts.put(table.only() + table.source().sql(), 0L);
    }
    entries.forEach(entry -> counts.merge(entry.rows().counted(), entry.count(), Long::sum));
    return counts.entrySet().stream()
        .map(
            count ->
                failing(
                    "count(*) = " + count.getValue(),
                    Sql.literal(count.getKey() + " should have " + count.getValue() + " rows, not ")
                        + " || count(*)",
                    count.getKey()))
        .collect(Collectors.joining());
  }

  private static String roles(List<String> roles) {
    return roles.isEmpty()
        ? ""
        : failing(
            "count(*) = 0",
            "'make these roles first: ' || pg_catalog.string_agg(pg_catalog.quote_ident(name), ',"
                + " ')",
            "pg_catalog.unnest(ARRAY[%s]::text[]) AS name WHERE name NOT IN (SELECT rolname FROM pg_catalog.pg_roles)"
                .formatted(roles.stream().map(Sql::literal).collect(Collectors.joining(", "))));
  }

  /** Psql has no RAISE: a text that is no number fails, and is the message. */
  private static String failing(String unless, String message, String from) {
    return "SELECT CASE WHEN %s THEN 0 ELSE (%s)::int END FROM %s;%n"
        .formatted(unless, message, from);
  }

  /** On one line. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
