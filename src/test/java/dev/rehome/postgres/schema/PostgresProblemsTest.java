package dev.rehome.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Options;
import dev.rehome.settings.Isolation;
import dev.rehome.settings.PostgresCell;
import dev.rehome.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostgresProblemsTest {
  private TwoCells cells;

  @BeforeEach
  void twoCellsWithOneTable() throws Exception {
    cells = new TwoCells();
    cells.onSource(
        """
        CREATE SCHEMA shop AUTHORIZATION app_owner;
        CREATE TABLE shop.orders (
          id int PRIMARY KEY, tenant_id text, total numeric NOT NULL DEFAULT 0, note text);
        ALTER TABLE shop.orders OWNER TO app_owner;
        INSERT INTO shop.orders VALUES (1, 'acme', 1), (2, 'other', 2)
        """);
    byRow(Map.of(), List.of(), List.of());
  }

  @AfterEach
  void close() {
    cells.close();
  }

  private void byRow(
      Map<String, String> predicates, List<String> reference, List<String> excluded) {
    PostgresCell plain = TwoCells.settings(cells.sourceDatabase, Isolation.ROW, "shop");
    cells.sourceSettings =
        new PostgresCell(
            plain.database(),
            Isolation.ROW,
            plain.schemas(),
            Optional.of("tenant_id"),
            Map.of(),
            predicates,
            Optional.empty(),
            Map.of(),
            reference,
            excluded);
  }

  private List<Finding> find() {
    return PostgresProblems.find(cells.source(), cells.target(), cells.move, 1 << 20);
  }

  private void blocks(String... parts) {
    found(true, parts);
  }

  private void notes(String... parts) {
    found(false, parts);
  }

  private void found(boolean blocking, String... parts) {
    assertThat(find())
        .anySatisfy(
            finding -> {
              assertThat(finding.line()).contains(parts);
              assertThat(finding.blocks()).isEqualTo(blocking);
            });
  }

  private void owned(String sql) throws Exception {
    cells.onSource("SET ROLE app_owner; " + sql);
  }

  @Test
  void aTenantThatCanBeMovedHasNoFinding() {
    assertThat(find()).isEmpty();
  }

  @Test
  void aWrongPasswordAndADeadHostAreOneFindingEach() {
    cells.sourceSettings = at(cells.sourceSettings, cells.sourceSettings.database().url(), "wrong");
    cells.targetSettings = at(cells.targetSettings, "jdbc:postgresql://127.0.0.1:1/x", "secret");
    assertThat(find())
        .hasSize(2)
        .anyMatch(f -> f.subject().startsWith("us_east") && f.problem().contains("password"))
        .anyMatch(f -> f.subject().startsWith("us_west") && f.problem().contains("refused"))
        .noneMatch(f -> f.line().contains("wrong;"));
  }

  private static PostgresCell at(PostgresCell cell, String url, String password) {
    return new PostgresCell(
        new Settings.Database(url, "mover", password),
        cell.isolation(),
        cell.schemas(),
        cell.tenantColumn(),
        cell.tenantColumns(),
        cell.predicates(),
        cell.tenantRole(),
        cell.roleMap(),
        cell.referenceTables(),
        cell.excludedTables());
  }

  @Test
  void pairsThatDoNotGoTogetherAreRefusedTogether() {
    cells.sourceSettings = TwoCells.settings(cells.sourceDatabase, Isolation.SCHEMA, "shop");
    cells.targetSettings = TwoCells.settings(cells.targetDatabase, Isolation.ROW, "one", "two");
    blocks("from isolation SCHEMA to ROW", "row to row, schema or database");
    blocks("1 schemas [shop] against 2 [one, two]");
  }

  @Test
  void aMissingSourceSchemaIsNamed() {
    cells.sourceSettings = TwoCells.settings(cells.sourceDatabase, Isolation.SCHEMA, "nowhere");
    blocks("us_east schema nowhere", "is not in the source");
  }

  @Test
  void theSameDatabaseOnBothSidesIsRefused() {
    cells.targetSettings = TwoCells.settings(cells.sourceDatabase, Isolation.DATABASE, "public");
    blocks("both are database", "same server");
  }

  @Test
  void aTableWithoutTenantColumnHasThreeRemedies() throws Exception {
    owned("CREATE TABLE shop.lines (order_id int)");
    blocks("shop.lines", "tenant-columns", "predicates-file", "excluded-tables");
  }

  @Test
  void rowsMayBecomeASchemaOfTheirOwn() throws Exception {
    cells.targetSettings =
        TwoCells.settings(cells.targetDatabase, Isolation.SCHEMA, "tenant_{tenant}");
    assertThat(find()).isEmpty();
    cells.applyAll();
    assertThat(cells.catalog()).anyMatch(line -> line.startsWith("class tenant_acme.orders "));
  }

  @Test
  void noTenantColumnIsNeededWhereEveryTableHasAWordOfItsOwn() throws Exception {
    owned("CREATE TABLE shop.tenants (id text NOT NULL)");
    PostgresCell plain = cells.sourceSettings;
    cells.sourceSettings =
        new PostgresCell(
            plain.database(),
            Isolation.ROW,
            plain.schemas(),
            Optional.empty(),
            Map.of("tenants", "id"),
            Map.of("orders", "tenant_id = :tenant_id"),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of());
    assertThat(find()).isEmpty();
    owned("CREATE TABLE shop.lines (tenant_id text NOT NULL)");
    blocks("shop.lines", "has no tenant column");
  }

  @Test
  void configuredTablesThatDoNotExistAreNamed() throws Exception {
    byRow(Map.of(), List.of("currencies"), List.of("shop.audit"));
    blocks("currencies", "is no table of [shop]");
    blocks("shop.audit", "is no table of [shop]");
  }

  @Test
  void rowsOfNobodyAreNamed() throws Exception {
    cells.onSource("INSERT INTO shop.orders VALUES (3, NULL)");
    blocks("shop.orders.tenant_id", "holds nulls");
  }

  @Test
  void anIdThatTheColumnCannotHoldIsNamed() throws Exception {
    owned("CREATE TABLE shop.users (org uuid NOT NULL, tenant_id uuid NOT NULL)");
    blocks("shop.users.tenant_id", "is uuid, which cannot hold the tenant's id acme");
  }

  @Test
  void aTenantWithoutRowsNeedsAllowEmpty() throws Exception {
    cells.onSource("DELETE FROM shop.orders WHERE tenant_id = 'acme'");
    blocks("tenant acme", "allow-empty");
    var allowed =
        TwoCells.move(
            new Options(OptionalInt.empty(), OptionalInt.empty(), false, true, false, List.of()));
    assertThat(PostgresProblems.find(cells.source(), cells.target(), allowed, 1 << 20)).isEmpty();
  }

  @Test
  void aPredicateIsEvaluatedInTheSourcesSchemasAndItsErrorIsAFinding() throws Exception {
    owned("CREATE TABLE shop.lines (order_id int)");
    byRow(
        Map.of("lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)"),
        List.of(),
        List.of());
    assertThat(find()).isEmpty();
    cells.reopen();
    byRow(Map.of("lines", "order_id = nonsense"), List.of(), List.of());
    blocks("shop.lines", "cannot be evaluated", "nonsense");
  }

  @Test
  void foreignTablesAndUnloggedOnesAreTold() throws Exception {
    cells.onSource(
        "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;"
            + " CREATE FOREIGN TABLE shop.far (tenant_id text) SERVER s;"
            + " CREATE UNLOGGED TABLE shop.fast (tenant_id text); ALTER TABLE shop.fast OWNER TO app_owner");
    blocks("shop.far", "is a foreign table");
    notes("shop.fast", "is unlogged");
  }

  @Test
  void partitionsOutsideTheSchemasAreNamed() throws Exception {
    cells.onSource(
        "CREATE SCHEMA parts AUTHORIZATION app_owner; SET ROLE app_owner;"
            + " CREATE TABLE shop.events (tenant_id text NOT NULL) PARTITION BY LIST (tenant_id);"
            + " CREATE TABLE parts.acme PARTITION OF shop.events FOR VALUES IN ('acme')");
    blocks("parts.acme", "is a partition of shop.events");
  }

  @Test
  void targetTablesPartlyThereAreNamed() throws Exception {
    owned("CREATE TABLE shop.more (tenant_id text NOT NULL)");
    cells.onTarget("SET ROLE app_owner; CREATE TABLE public.more (tenant_id text NOT NULL)");
    blocks("us_west public.orders", "is missing, while others");
  }

  @Test
  void everyDifferenceOfTheTargetsOwnSchemaIsListedAtOnce() throws Exception {
    cells.onTarget(
        "SET ROLE app_owner; CREATE TABLE public.orders (id bigint PRIMARY KEY, tenant_id text,"
            + " total numeric DEFAULT 1, surplus text NOT NULL)");
    blocks("orders column id", "source: integer not null | target: bigint not null");
    blocks("orders column total", "source: numeric not null default 0 | target: numeric default 1");
    blocks("orders column note", "target: is missing");
    blocks("orders column surplus", "source: is missing | target: text not null");
  }

  @Test
  void rowsInTheTargetAreRefusedUnlessMirrored() throws Exception {
    cells.onTarget(
        "SET ROLE app_owner; CREATE TABLE public.orders (id int PRIMARY KEY, tenant_id text,"
            + " total numeric NOT NULL DEFAULT 0, note text); INSERT INTO public.orders VALUES (1)");
    assertThat(find()).hasSize(1);
    blocks("us_west public.orders", "holds rows", "mirrored");
    var mirrored =
        TwoCells.move(
            new Options(OptionalInt.empty(), OptionalInt.empty(), false, false, true, List.of()));
    assertThat(PostgresProblems.find(cells.source(), cells.target(), mirrored, 1 << 20)).isEmpty();
  }

  @Test
  void aReferenceTableMayHoldWhatTheSourcesHolds() throws Exception {
    owned("CREATE TABLE shop.units (id int PRIMARY KEY); INSERT INTO shop.units VALUES (1), (2)");
    byRow(Map.of(), List.of("units"), List.of());
    cells.onTarget(
        """
        SET ROLE app_owner;
        CREATE TABLE public.orders (
          id int PRIMARY KEY, tenant_id text, total numeric NOT NULL DEFAULT 0, note text);
        CREATE TABLE public.units (id int PRIMARY KEY);
        INSERT INTO public.units VALUES (1), (3)
        """);
    blocks("public.units", "holds other rows than the source's");
    cells.onTarget("UPDATE public.units SET id = 2 WHERE id = 3");
    notes("public.units", "holds the source's rows already");
  }

  @Test
  void missingRightsAreToldAsSql() throws Exception {
    cells.onSource(
        "CREATE TABLE shop.theirs (tenant_id text); ALTER TABLE shop.theirs OWNER TO stranger");
    cells.onTarget("REVOKE ALL ON SCHEMA public FROM mover, app_owner");
    TwoCells.admin(
        "postgres", "REVOKE CREATE ON DATABASE " + cells.targetDatabase + " FROM mover, app_owner");
    blocks("shop.theirs", "GRANT \"stranger\" TO \"mover\";");
    blocks("us_west schema public", "GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"mover\";");
    blocks("us_west database", "GRANT CREATE ON DATABASE \"" + cells.targetDatabase + "\"");
  }

  @Test
  void rolesThatSeeAndEndSessionsAreWishedForNotDemanded() throws Exception {
    TwoCells.admin("postgres", "REVOKE pg_signal_backend, pg_read_all_stats FROM mover");
    try {
      notes("us_east role pg_signal_backend", "GRANT pg_signal_backend TO \"mover\";");
      notes("us_west role pg_read_all_stats", "GRANT pg_read_all_stats TO \"mover\";");
      assertThat(find()).noneMatch(Finding::blocks);
    } finally {
      TwoCells.admin("postgres", "GRANT pg_signal_backend, pg_read_all_stats TO mover");
    }
  }

  @Test
  void anInvalidIndexIsToldAndStaysBehind() throws Exception {
    cells.onSource("INSERT INTO shop.orders VALUES (3, 'other', 2)");
    cells.failedIndex("CREATE UNIQUE INDEX CONCURRENTLY once ON shop.orders (total)");
    notes("us_east shop.once", "is an invalid index", "REINDEX");
    cells.applyAll();
    var scope = cells.scope();
    assertThat(
            SchemaParity.check(
                    cells.source(),
                    cells.target(),
                    cells.move,
                    scope,
                    SchemaParity.planned(scope).get(0))
                .passed())
        .isTrue();
  }

  @Test
  void rowSecurityThatHidesRowsIsNamed() throws Exception {
    owned(
        "ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;"
            + " ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY");
    blocks("shop.orders", "row security hides rows", "BYPASSRLS");
  }

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
  void namesThatTheTargetHasAlreadyAreNamed() throws Exception {
    owned(
        """
        CREATE FUNCTION shop.f(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
        CREATE FUNCTION shop.g(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
        CREATE TYPE shop.mood AS ENUM ('good');
        CREATE FUNCTION shop.h(n shop.mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE VIEW shop.seen AS SELECT 1 AS n; CREATE SEQUENCE shop.ticket;
        CREATE INDEX by_total ON shop.orders (total); CREATE TABLE shop.audit (id serial PRIMARY KEY)
        """);
    byRow(Map.of(), List.of(), List.of("audit"));
    cells.onTarget(
        """
        SET ROLE app_owner; SET search_path = public;
        CREATE TABLE audit (id serial PRIMARY KEY); CREATE TABLE other (total int); CREATE FUNCTION g(n text) RETURNS int LANGUAGE sql AS 'SELECT 1'
        """);
    assertThat(find()).isEmpty();
    cells.onTarget(
        """
        SET ROLE app_owner; SET search_path = public;
        CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT 2';
        CREATE DOMAIN mood AS text; CREATE MATERIALIZED VIEW seen AS SELECT 2 AS n; CREATE SEQUENCE ticket;
        CREATE INDEX by_total ON other (total)
        """);
    blocks("us_west function public.f(integer)", "shop.f(integer)");
    blocks("us_west type public.mood", "type shop.mood");
    blocks("us_west materialized view public.seen", "view shop.seen");
    blocks("us_west sequence public.ticket", "sequence shop.ticket");
    blocks("us_west index public.by_total", "index shop.by_total");
    assertThat(find()).hasSize(5);
  }

  @Test
  void aRowThatRefersToANeighboursIsNamed() throws Exception {
    owned(
        """
        CREATE TABLE shop.users (tenant_id text NOT NULL, id int, PRIMARY KEY (tenant_id, id), UNIQUE (id));
        INSERT INTO shop.users VALUES ('acme', 1), ('other', 2);
        CREATE TABLE shop.units (code text PRIMARY KEY); INSERT INTO shop.units VALUES ('kg');
        ALTER TABLE shop.orders ADD made_by int CONSTRAINT maker REFERENCES shop.users (id),
          ADD unit text REFERENCES shop.units, ADD kin int REFERENCES shop.orders,
          ADD FOREIGN KEY (tenant_id, made_by) REFERENCES shop.users;
        UPDATE shop.orders SET made_by = 1, unit = 'kg' WHERE tenant_id = 'acme'
        """);
    byRow(Map.of(), List.of("units"), List.of());
    assertThat(find()).isEmpty();
    cells.onSource("ALTER TABLE shop.orders DROP CONSTRAINT orders_tenant_id_made_by_fkey");
    cells.onSource("UPDATE shop.orders SET made_by = 2 WHERE tenant_id = 'acme'");
    blocks("us_east shop.orders", "by maker to rows of shop.users", "reference table");
    assertThat(find()).hasSize(1);
  }

  @Test
  void whatAPredicateReadsMustBeInTheTarget() throws Exception {
    cells.onSource(
        "CREATE SCHEMA hub; CREATE TABLE hub.accounts (id text); GRANT USAGE ON SCHEMA hub TO mover;"
            + " GRANT SELECT ON hub.accounts TO mover; INSERT INTO hub.accounts VALUES ('acme')");
    owned(
        "CREATE TABLE shop.owners (id text PRIMARY KEY); INSERT INTO shop.owners VALUES ('acme')");
    byRow(
        Map.of("orders", "tenant_id IN (SELECT id FROM shop.owners WHERE id = :tenant_id)"),
        List.of(),
        List.of("owners"));
    blocks("us_east shop.orders", "its predicate reads shop.owners", "has no public.owners");
    cells.onTarget("CREATE TABLE public.owners (id text PRIMARY KEY)");
    assertThat(find()).isEmpty();
    cells.reopen();
    byRow(
        Map.of("orders", "tenant_id IN (SELECT id FROM hub.accounts WHERE id = :tenant_id)"),
        List.of("owners"),
        List.of());
    cells.onTarget("DROP TABLE public.owners");
    blocks("us_east shop.orders", "its predicate reads hub.accounts", "has no hub.accounts");
  }

  @Test
  void anExtensionOnlyASuperuserCanMakeIsDemanded() throws Exception {
    cells.onSource(
        "CREATE EXTENSION pageinspect; CREATE VIEW shop.pages AS SELECT * FROM"
            + " page_header(get_raw_page('pg_class', 0)); ALTER VIEW shop.pages OWNER TO app_owner");
    blocks("extension pageinspect", "as superuser: CREATE EXTENSION \"pageinspect\"");
  }

  @Test
  void aRoleThatAPolicyNamesIsDemandedAndOthersAreNoted() throws Exception {
    cells.onSource(
        "CREATE SCHEMA x; GRANT SELECT ON shop.orders TO app_reader;"
            + " CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION shop.f() OWNER TO stranger");
    notes("role stranger", "will be the mover's");
    PostgresCell plain = cells.sourceSettings;
    cells.reopen();
    cells.sourceSettings =
        new PostgresCell(
            plain.database(),
            plain.isolation(),
            plain.schemas(),
            plain.tenantColumn(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of("app_reader", "nobody_here"),
            List.of(),
            List.of());
    notes("role nobody_here", "CREATE ROLE \"nobody_here\"");
    owned("CREATE POLICY p ON shop.orders TO app_reader USING (true)");
    blocks("role nobody_here", "is named by a policy");
  }

  @Test
  void textThatNamesTheOldSchemaIsFoundWhereverItHides() throws Exception {
    owned(
        """
        CREATE FUNCTION shop.plain() RETURNS int LANGUAGE plpgsql AS $$BEGIN RETURN (SELECT count(*) FROM shop.orders); END$$;
        CREATE FUNCTION shop.dynamic() RETURNS int LANGUAGE plpgsql AS $$BEGIN EXECUTE 'DELETE FROM "shop" . orders'; RETURN 1; END$$;
        CREATE FUNCTION shop.path() RETURNS int LANGUAGE plpgsql SET search_path = shop, public AS $$BEGIN RETURN 1; END$$;
        CREATE FUNCTION shop.inner_path() RETURNS int LANGUAGE plpgsql AS $$BEGIN PERFORM set_config('search_path', 'shop', true); RETURN 1; END$$;
        CREATE FUNCTION shop.innocent() RETURNS text LANGUAGE plpgsql AS $$DECLARE shop record; BEGIN -- shop.orders
          RETURN 'the shop.' || shop.name; END$$;
        CREATE FUNCTION shop.atomic() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM shop.orders; END;
        CREATE SEQUENCE shop.s;
        ALTER TABLE shop.orders ALTER note SET DEFAULT 'see shop.orders', ALTER id SET DEFAULT nextval('shop.s')
        """);
    blocks("shop.plain()", "its body");
    blocks("shop.dynamic()", "its body");
    blocks("shop.path()", "its SET clause");
    blocks("shop.inner_path()", "its body");
    blocks("default of shop.orders.note", "a string constant");
    assertThat(find()).hasSize(5);
  }

  @Test
  void whatAnExcludedTableIsNeededForIsNamed() throws Exception {
    owned(
        """
        CREATE TABLE shop.audit (id serial PRIMARY KEY);
        CREATE TABLE shop.refers (tenant_id text NOT NULL, audit int REFERENCES shop.audit);
        CREATE VIEW shop.seen AS SELECT * FROM shop.audit
        """);
    byRow(Map.of(), List.of(), List.of("audit"));
    blocks("table constraint refers_audit_fkey on shop.refers", "shop.audit, which is excluded");
    blocks("view shop.seen", "shop.audit, which is excluded");
    assertThat(find()).hasSize(2);
  }

  @Test
  void whatIsInNoSchemaOfTheMoveIsNamedUnlessTheTargetHasIt() throws Exception {
    cells.onSource(
        "CREATE SCHEMA lib; CREATE TYPE lib.colour AS ENUM ('red');"
            + " ALTER TABLE shop.orders ADD colour lib.colour");
    blocks("table shop.orders", "type lib.colour", "is in no schema of the move");
    cells.onTarget("CREATE SCHEMA lib; CREATE TYPE lib.colour AS ENUM ('red')");
    assertThat(find()).isEmpty();
  }

  @Test
  void aRowAboveTheBoundIsNamedOnlyIfItIsTheTenants() throws Exception {
    cells.onSource("INSERT INTO shop.orders VALUES (7, 'other', 0, repeat('x', 2000000))");
    assertThat(find()).isEmpty();
    cells.onSource("INSERT INTO shop.orders VALUES (8, 'acme', 0, repeat('x', 3000000))");
    blocks("shop.orders", "has a row of 3000005 bytes, row-bytes-max is 1048576");
  }

  @Test
  void materializedViewsAndLargeObjectsAreTold() throws Exception {
    cells.onSource("SELECT lo_create(0)");
    owned(
        "CREATE MATERIALIZED VIEW shop.mv AS SELECT 1 AS n; ALTER TABLE shop.orders ADD blob oid");
    notes("shop.mv", "refreshes");
    notes("shop.orders.blob", "large objects");
  }

  @Test
  void anEncodingThatCannotHoldTheSourcesIsRefused() throws Exception {
    TwoCells.admin(
        "postgres",
        "CREATE DATABASE latin_"
            + cells.targetDatabase
            + " TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
    cells.targetSettings =
        TwoCells.settings("latin_" + cells.targetDatabase, Isolation.DATABASE, "public");
    blocks("encoding LATIN1 cannot hold the source's UTF8");
  }
}
