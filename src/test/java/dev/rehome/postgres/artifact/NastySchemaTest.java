package dev.rehome.postgres.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.side.Bookkeeping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema that nobody would design, restored: definitions and rows are the source's. */
final class NastySchemaTest {
  private static final String MORE =
      """
      CREATE TABLE "line
      break" (id int GENERATED ALWAYS AS IDENTITY, "c
      d" text, twice int GENERATED ALWAYS AS (id * 2) STORED);
      INSERT INTO "line
      break" ("c
      d") VALUES ('a'), (NULL), ('');
      CREATE TABLE zero ();
      INSERT INTO zero DEFAULT VALUES; INSERT INTO zero DEFAULT VALUES;
      CREATE TABLE "sh; rm -rf '$x' `y`" (f8 float8, n numeric, d date, ts timestamptz, i interval,
        b bytea, a text[], j json, t text, "select" int);
      INSERT INTO "sh; rm -rf '$x' `y`" VALUES
        ('NaN', 'NaN', '0044-03-15 BC', 'infinity', '-1 year 2 days', '\\x00ff5c', '{NULL,"",a}',
         '{"a": 1, "a" : 2}', E'a\\tb\\\\N\\r\\n\\\\.', 1),
        ('-0', '1.500', 'infinity', '-infinity', '178000000 years', '', '{}', 'null', '', NULL);
      CREATE TABLE texts (at timestamptz, c regclass, m money, i interval, b bytea, t text);
      INSERT INTO texts VALUES ('2024-02-29 23:59+02', 'texts', '-1234.56', '-1 year 2 days', '\\x5c00',
        E'a\\tb\\\\N\\r\\n\\\\.'), (NULL, 'pg_class', NULL, NULL, '', ''), (NULL, NULL, NULL, NULL, NULL, E'\\\\.')
      """;

  private static final String TABLES =
      """
      SELECT c.oid::regclass FROM pg_class c
      WHERE c.relkind IN ('r', 'm') AND c.relnamespace = 'shop'::regnamespace ORDER BY 1
      """;

  /**
   * Pg_dump does not tell who owns a multirange type, gives foreign keys of partitions other names,
   * and the server spells IN over varchar otherwise when it reads it again: of these the number.
   */
  private static final String CATALOG =
      """
      SELECT CASE WHEN line ~ '^(constraint|trigger|collation) ' THEN pg_catalog.split_part(line, ' ', 1) ELSE line END
      FROM (%s) all_there (line)
      WHERE line !~ '^(type shop.span_multirange|namespace (public|pg_))' ORDER BY 1
      """
          .formatted(Bookkeeping.read("/postgres/catalog.sql").replaceFirst(";\\s*$", ""));

  @TempDir Path folder;

  @Test
  void isRestoredWithAllItsRows() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(10_000))) {
      two.onServer("CREATE ROLE app_reader");
      TwoDatabases.run(two.sourceDatabase(), "DROP SCHEMA shop");
      Path script = folder.resolve("nasty.sql");
      Files.writeString(script, Bookkeeping.read("/postgres/nasty.sql"));
      assertThat(Psql.run(two.superuser(), two.sourceDatabase(), script)).isEmpty();
      two.onSource(MORE);
      TwoDatabases.run(
          two.targetDatabase(), "CREATE EXTENSION citext; CREATE EXTENSION btree_gist");

      two.copyAll();

      Psql copy = new Psql(two.superuser(), two.sourceDatabase() + "_nasty");
      copy.restore(two.artifact());
      List<String> expected = Psql.ask(two.connectSource(), CATALOG);
      assertThat(expected).anyMatch(line -> line.contains("events_acme_1"));
      List<String> found = copy.ask(CATALOG);
      assertThat(without(found, expected)).isEmpty();
      assertThat(without(expected, found)).isEmpty();
      List<String> tables = Psql.ask(two.connectSource(), TABLES);
      assertThat(tables).hasSizeGreaterThan(15);
      for (String table : tables) {
        String rows = "SELECT t::text FROM ONLY %s t ORDER BY 1".formatted(table);
        assertThat(copy.ask(rows)).as(table).isEqualTo(Psql.ask(two.connectSource(), rows));
      }
      String held =
          "SELECT relname FROM pg_class WHERE relkind = 'm' AND relispopulated ORDER BY 1";
      assertThat(copy.ask(held)).isEqualTo(Psql.ask(two.connectSource(), held)).hasSize(2);
    }
  }

  private static List<String> without(List<String> lines, List<String> others) {
    List<String> rest = new ArrayList<>(lines);
    others.forEach(rest::remove);
    return rest;
  }

  @Test
  void aRoleThatIsMissingIsNamedBeforeAnythingIsMade() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA)) {
      two.onSource("CREATE TABLE t (id int)");
      two.copyAll();
      Path script = two.artifact().resolve(ArtifactTexts.RESTORE);
      Files.writeString(script, Files.readString(script).replace("'app_owner'", "'o''owner'"));
      Psql copy = new Psql(two.superuser(), two.sourceDatabase() + "_roles");
      assertThat(copy.run(two.artifact())).contains("make these roles first: \"o'owner\"");
      assertThat(copy.ask("SELECT to_regnamespace('shop')")).containsExactly((String) null);
    }
  }

  @Test
  void aRowTooFewIsAnError() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA)) {
      two.onSource("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2)");
      two.copyAll();
      Path script = two.artifact().resolve(ArtifactTexts.RESTORE);
      Files.writeString(script, Files.readString(script).replaceAll("(?m)^.copy.*$", ""));
      Psql copy = new Psql(two.superuser(), two.sourceDatabase() + "_few");
      assertThat(copy.run(two.artifact())).contains("\"t\" should have 2 rows, not 0");
    }
  }
}
