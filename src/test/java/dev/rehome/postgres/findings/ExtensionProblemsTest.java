package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Extensions that the target lacks, in name, version or schema. */
final class ExtensionProblemsTest extends ProblemsTest {
  @Test
  void extensionsAreMadeWhereTheMoverCanAndDemandedWhereNot() throws Exception {
    cells.onSource(
        "CREATE EXTENSION citext; CREATE EXTENSION intarray; CREATE EXTENSION ltree;"
            + " CREATE EXTENSION amcheck; CREATE EXTENSION isn");
    owned("ALTER TABLE shop.orders ADD a citext, ADD b public.isbn13, ADD c ltree");
    cells.onTarget("CREATE SCHEMA e; CREATE EXTENSION ltree SCHEMA e");
    notes("extension citext", "the move makes it");
    notes("extension isn");
    blocks("extension ltree", "is in schema e, at the source in public", "SET SCHEMA");
    assertThat(find()).noneMatch(f -> f.subject().contains("amcheck"));
  }

  @Test
  void whatOnlyAFunctionsTextNamesOfAnExtensionIsBroughtToo() throws Exception {
    cells.onSource(
        "CREATE EXTENSION pgcrypto; CREATE EXTENSION hstore; CREATE EXTENSION fuzzystrmatch;"
            + " CREATE EXTENSION pg_trgm");
    owned(
        """
        CREATE FUNCTION shop.hidden(word text) RETURNS text LANGUAGE plpgsql AS $$BEGIN
          RETURN public.crypt (word, 'salt'); END$$;
        CREATE FUNCTION shop.pairs() RETURNS text LANGUAGE plpgsql AS $$DECLARE kept hstore; BEGIN
          RETURN kept; END$$;
        CREATE FUNCTION shop.similarity(a text, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION shop.own() RETURNS int LANGUAGE plpgsql AS $$DECLARE soundex int := 1; BEGIN
          RETURN similarity('a', gen_random_uuid()::text) + soundex; END$$
        """);
    notes("extension pgcrypto", "the move makes it");
    notes("extension hstore", "the move makes it");
    assertThat(find()).hasSize(2);
    cells.applyAll();
    cells.onTarget("SELECT public.hidden('word')");
  }

  @Test
  void anExtensionOnlyASuperuserCanMakeIsDemanded() throws Exception {
    cells.onSource(
        "CREATE EXTENSION pageinspect; CREATE VIEW shop.pages AS SELECT * FROM"
            + " page_header(get_raw_page('pg_class', 0)); ALTER VIEW shop.pages OWNER TO"
            + " app_owner");
    blocks("extension pageinspect", "as superuser: CREATE EXTENSION \"pageinspect\"");
  }
}
