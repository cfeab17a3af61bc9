package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Options;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.side.Bookkeeping;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pre-flight asks of a target that other tenants live in. */
final class SharedTargetTest {
  private static final String TABLES =
      """
      CREATE TABLE orders (tenant_id text NOT NULL, id int, PRIMARY KEY (tenant_id, id));
      CREATE TABLE lines (order_id int, note text);
      CREATE TABLE colours (code text PRIMARY KEY, name text);
      INSERT INTO colours VALUES ('r', 'red'), ('g', 'green')
      """;

  private static final Map<String, String> LINES =
      Map.of("lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)");

  private Consolidated cells;

  @BeforeEach
  void begin() throws Exception {
    cells = new Consolidated();
    cells.source(LINES, List.of("colours"), List.of());
    cells.target("tenant_id", LINES, List.of("colours"), List.of());
    cells.onBoth(TABLES);
    cells.onSource("INSERT INTO orders VALUES ('acme', 1); INSERT INTO lines VALUES (1, 'a')");
    cells.onTarget("INSERT INTO orders VALUES ('globex', 9); INSERT INTO lines VALUES (9, 'g')");
  }

  @AfterEach
  void end() throws Exception {
    Consolidated.quiet(false);
    cells.close();
  }

  @Test
  void neighboursAreNoObstacle() {
    cells.passes();
  }

  @Test
  void aDeferrableKeyWouldNotBeChecked() throws Exception {
    cells.onBoth(
        """
        CREATE TABLE bills (tenant_id text, id int PRIMARY KEY DEFERRABLE, n int,
          CONSTRAINT own UNIQUE (tenant_id, n) DEFERRABLE INITIALLY DEFERRED)
        """);
    assertThat(cells.blocking())
        .singleElement()
        .asString()
        .contains("key bills_pkey of public.bills: is deferrable", "NOT DEFERRABLE");
  }

  @Test
  void rowsOfTheTenantAre() throws Exception {
    cells.onTarget("INSERT INTO orders VALUES ('acme', 7); INSERT INTO lines VALUES (7, 'x')");
    assertThat(cells.blocking())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("holds rows of the tenant", "mirrored"));
    Options mirrored =
        new Options(OptionalInt.empty(), OptionalInt.empty(), false, false, true, List.of());
    assertThat(cells.find(TwoCells.move(mirrored))).noneMatch(finding -> finding.blocks());
  }

  @Test
  void soAreThoseInATableThatTheSourceDoesNotHave() throws Exception {
    cells.onTarget("CREATE TABLE old (tenant_id text); INSERT INTO old VALUES ('acme')");
    cells.blocks("us_west public.old", "holds rows of the tenant");
  }

  @Test
  void thoseThatTheTenantLeftThereAreToBePurged() throws Exception {
    cells.onTarget("INSERT INTO orders VALUES ('acme', 7)");
    cells
        .cells
        .target()
        .transaction(
            connection -> {
              Bookkeeping.ensure(connection);
              return connection
                  .createStatement()
                  .execute(
                      """
                      INSERT INTO _rehome.guard (tenant_id, place, tenant, move, epoch, state, moved_to)
                      VALUES ('acme', 'source', 'acme', 'm0', 1, 'moved', 'us_east')
                      """);
            });
    cells.blocks(
        "us_west public.orders",
        "that the tenant left there (move m0 to us_east)",
        "rehome purge acme");
  }

  @Test
  void referenceRowsThatItLacksAreToldOthersAreItsOwn() throws Exception {
    cells.onTarget("INSERT INTO colours VALUES ('b', 'blue')");
    cells.passes();
    cells.onTarget(
        "DELETE FROM colours WHERE code = 'r'; UPDATE colours SET name = 'vert' WHERE code = 'g'");
    cells.blocks(
        "public.colours",
        "lacks rows that the reference table has at us_east",
        "2 rows, e.g. ",
        "(r,red)",
        "(g,green)",
        "SELECT * FROM ONLY \"public\".\"colours\" WHERE '(' ||",
        "compare with the table at us_east");
  }

  @Test
  void partitionsWithOtherBoundsAreTold() throws Exception {
    String table =
        """
        CREATE TABLE ev (tenant_id text, at date, PRIMARY KEY (tenant_id, at)) PARTITION BY RANGE (at);
        CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM ('2026-01-01') TO ('%s')
        """;
    cells.onSource(table.formatted("2027-01-01"));
    cells.onTarget(table.formatted("2026-07-01"));
    cells.blocks("public ev_1 table", "TO ('2027-01-01')", "TO ('2026-07-01')");
  }

  @Test
  void rulesThatDifferAreTold() throws Exception {
    cells.target("id", LINES, List.of("colours"), List.of());
    cells.blocks("public.orders", "by column id here, and by column tenant_id at us_east");
    cells.cells.reopen();
    cells.target("tenant_id", Map.of("lines", "order_id = 7"), List.of("colours"), List.of());
    cells.blocks("public.lines", "by the predicate order_id = 7 here");
    cells.cells.reopen();
    cells.target("tenant_id", LINES, List.of(), List.of("colours"));
    cells.blocks("public.colours", "excluded here, and as in a reference table at us_east");
  }

  @Test
  void aPredicateThatNamesTheSourcesSchemaIsRefused() throws Exception {
    Map<String, String> own =
        Map.of("lines", "order_id IN (SELECT id FROM shop.orders WHERE tenant_id = :tenant_id)");
    cells.source(own, List.of("colours"), List.of());
    cells.target("tenant_id", own, List.of("colours"), List.of());
    cells.blocks("public.lines", "its predicate names a schema of the source");
  }

  @Test
  void aTargetWithoutTheTablesIsRefused() throws Exception {
    cells.onTarget("DROP TABLE orders, lines, colours");
    cells.blocks("hold none of the tables, but the cell is one that tenants share");
  }

  @Test
  void triggersAndForeignKeysNeedAQuietSession() throws Exception {
    cells.onBoth(
        """
        CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER loud AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION loud();
        CREATE TABLE parts (tenant_id text NOT NULL, id int, FOREIGN KEY (tenant_id, id) REFERENCES orders)
        """);
    cells.blocks(
        "us_west tables",
        "1 triggers and 1 foreign keys would fire",
        "run at us_west: GRANT SET ON PARAMETER session_replication_role TO mover;");
    Consolidated.quiet(true);
    cells.passes();
    cells.onBoth("ALTER TABLE orders ENABLE ALWAYS TRIGGER loud");
    cells.blocks("us_west trigger loud of public.orders: is enabled as REPLICA or ALWAYS");
  }
}
