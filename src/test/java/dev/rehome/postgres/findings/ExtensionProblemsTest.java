package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    notes("extension intarray", "the move makes it");
    notes("extension amcheck", "only a superuser can make it", "if the application's queries");
  }

  @Test
  void whatOnlyQueriesUseIsMadeWhereASearchPathFindsItAndGoesWithTheUndo() throws Exception {
    cells.onSource(
        """
        CREATE EXTENSION unaccent; CREATE SCHEMA tools; CREATE EXTENSION pgcrypto SCHEMA tools;
        CREATE SCHEMA other; CREATE EXTENSION lo SCHEMA other;
        CREATE SCHEMA apart; CREATE EXTENSION tcn SCHEMA apart;
        CREATE EXTENSION citext SCHEMA shop; CREATE EXTENSION earthdistance SCHEMA shop CASCADE;
        CREATE EXTENSION pg_stat_statements SCHEMA shop
        """);
    cells.onSource("ALTER DATABASE %s SET search_path = tools".formatted(cells.sourceDatabase));
    cells.onSource(
        "ALTER ROLE stranger IN DATABASE %s SET search_path = other, shop"
            .formatted(cells.sourceDatabase));
    notes("extension unaccent", "the move makes it");
    notes("extension pgcrypto", "the move makes it");
    notes("extension tcn", "in schema apart, which no search path names", "CREATE EXTENSION");
    notes("extension earthdistance", "only a superuser can make it");
    notes("extension pg_stat_statements", "only a superuser can make it");
    List<String> before = cells.catalog();
    cells.applyAll();
    cells.onTarget("SELECT public.unaccent('José'), tools.crypt('x', tools.gen_salt('bf'))");
    cells.onTarget("SELECT 'a'::public.citext, public.cube(1, 1); CREATE TABLE t (f other.lo)");
    cells.onTarget("DROP TABLE t");
    assertThat(find()).noneMatch(f -> f.subject().contains("pgcrypto"));
    cells.discard();
    assertThat(cells.catalog()).isEqualTo(before);
  }

  @Test
  void rowsOfPeoplesOwnInTheirTablesAreNamedUntilTheTargetHasThem() throws Exception {
    cells.onSource(
        """
        CREATE EXTENSION citext; CREATE TABLE public.words (w text, own boolean);
        ALTER EXTENSION citext ADD TABLE public.words; GRANT SELECT ON public.words TO mover;
        UPDATE pg_extension SET extconfig = ARRAY['public.words'::regclass::oid],
          extcondition = ARRAY['WHERE own'] WHERE extname = 'citext';
        INSERT INTO public.words VALUES ('a', true), ('b', true), ('c', false)
        """);
    notes("public.words", "table of extension citext", "2 rows", "WHERE own");
    owned("ALTER TABLE shop.orders ADD a citext");
    blocks("public.words", "table of extension citext", "2 rows");
    cells.onTarget(
        "CREATE EXTENSION citext; CREATE TABLE public.words (w text, own boolean); GRANT SELECT ON"
            + " public.words TO mover; INSERT INTO public.words VALUES ('b', true), ('a', true)");
    assertThat(find()).noneMatch(f -> f.subject().contains("words") && f.problem().contains("own"));
  }

  @Test
  void triggersThatFireForReplicatedRowsAreTold() throws Exception {
    owned(
        """
        CREATE FUNCTION shop.noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER a AFTER INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.noop();
        CREATE TRIGGER r AFTER INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.noop();
        CREATE TRIGGER plain AFTER INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.noop();
        ALTER TABLE shop.orders ENABLE ALWAYS TRIGGER a, ENABLE REPLICA TRIGGER r
        """);
    notes("shop.orders", "its trigger a is enabled as ALWAYS");
    notes("shop.orders", "its trigger r is enabled as REPLICA");
    assertThat(find()).noneMatch(f -> f.problem().contains("trigger plain"));
  }

  @Test
  void whereTheMoveMakesNothingTheyAreTold() throws Exception {
    cells.onSource("CREATE EXTENSION unaccent; CREATE EXTENSION hstore");
    cells.onTarget("CREATE EXTENSION hstore VERSION '1.4'");
    cells.onTarget(
        "CREATE TABLE public.orders (id int PRIMARY KEY, tenant_id text, total numeric NOT NULL"
            + " DEFAULT 0, note text)");
    notes("extension unaccent", "the target's schema is its own", "CREATE EXTENSION \"unaccent\"");
    notes("extension hstore", "has version 1.4, at the source 1.8");
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
    notes("extension fuzzystrmatch", "the move makes it");
    notes("extension pg_trgm", "it would bring similarity, which the tenant's schema has itself");
    assertThat(find()).hasSize(4);
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
