package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the application may do in the target after a move. */
final class ApplicationRightsTest {
  private static final String WORK =
      "SET ROLE app_owner; INSERT INTO %1$s.orders (note) VALUES ('new'); SELECT * FROM %1$s.noted;"
          + " SELECT nextval('%1$s.ticket'); SELECT * FROM %1$s.counted; SELECT %1$s.f(1);"
          + " UPDATE %1$s.orders SET mood = 'good'; TRUNCATE %1$s.orders";

  private TwoCells cells;

  @BeforeEach
  void aTableOfTheOwnerThatAReaderReads() throws Exception {
    cells = new TwoCells();
    cells.onSource(
        """
        CREATE SCHEMA shop AUTHORIZATION app_owner; GRANT USAGE ON SCHEMA shop TO app_reader;
        SET ROLE app_owner; SET search_path = shop;
        CREATE TYPE mood AS ENUM ('good'); REVOKE ALL ON TYPE mood FROM PUBLIC;
        CREATE TABLE orders (id serial PRIMARY KEY, note text, mood mood);
        CREATE SEQUENCE ticket; CREATE VIEW noted AS SELECT note FROM orders;
        CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM orders;
        CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT n'; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC;
        INSERT INTO orders (note) VALUES ('old'); GRANT SELECT ON orders TO app_reader
        """);
  }

  @AfterEach
  void close() {
    cells.close();
  }

  private List<Finding> find() {
    return PostgresProblems.find(cells.source(), cells.target(), cells.move, 1 << 20);
  }

  private void into(Isolation isolation, String schema) {
    cells.targetSettings = TwoCells.settings(cells.targetDatabase, isolation, schema);
  }

  @Test
  void anOwnerThatCannotOwnThereGoesOnWorkingWithAllRights() throws Exception {
    cells.onTarget("REVOKE CREATE ON SCHEMA public FROM app_owner");
    assertThat(find()).noneMatch(Finding::blocks).anyMatch(f -> f.line().contains("all rights"));
    List<String> before = cells.catalog();
    cells.applyAll();
    assertThat(cells.catalog()).anyMatch(line -> line.startsWith("class orders rmover"));
    cells.onTarget(WORK.formatted("public"));
    cells.discard();
    assertThat(cells.catalog()).isEqualTo(before);
  }

  @Test
  void theOwnerOwnsWhereTheMoverMayLetIt() throws Exception {
    cells.onTarget(
        "REVOKE CREATE ON SCHEMA public FROM app_owner; GRANT ALL ON SCHEMA public TO mover WITH"
            + " GRANT OPTION");
    assertThat(find()).noneMatch(Finding::blocks);
    List<String> before = cells.catalog();
    cells.applyAll();
    assertThat(cells.catalog()).anyMatch(line -> line.startsWith("class orders rapp_owner"));
    cells.onTarget(WORK.formatted("public"));
    cells.discard();
    assertThat(cells.catalog()).isEqualTo(before);
  }

  @Test
  void rolesReachASchemaThatWasThereAndNoLongerDoAfterTheUndo() throws Exception {
    into(Isolation.DATABASE, "Mein Laden");
    cells.onTarget("CREATE SCHEMA \"Mein Laden\" AUTHORIZATION app_owner");
    assertThat(find()).noneMatch(Finding::blocks);
    cells.onTarget("GRANT USAGE ON SCHEMA \"Mein Laden\" TO app_owner");
    List<String> before = cells.catalog();
    cells.applyAll();
    cells.onTarget("SET ROLE app_reader; SELECT * FROM \"Mein Laden\".orders");
    cells.onTarget(WORK.formatted("\"Mein Laden\""));
    cells.discard();
    assertThat(cells.catalog()).isEqualTo(before);
  }

  @Test
  void rolesReachASchemaThatTheMoveMadeAsTheyReachedPublic() throws Exception {
    cells.sourceSettings = TwoCells.settings(cells.sourceDatabase, Isolation.SCHEMA, "public");
    into(Isolation.SCHEMA, "tenant_{tenant}");
    cells.onSource(
        "CREATE TABLE public.t (id int); ALTER TABLE public.t OWNER TO app_owner; GRANT SELECT ON"
            + " public.t TO app_reader");
    List<String> before = cells.catalog();
    cells.applyAll();
    cells.onTarget("SET ROLE app_reader; SELECT * FROM tenant_acme.t");
    cells.onTarget("SET ROLE app_owner; INSERT INTO tenant_acme.t VALUES (1)");
    cells.discard();
    assertThat(cells.catalog()).isEqualTo(before);
  }

  @Test
  void aSchemaThatTheMoverCannotOpenIsNamedBeforeAnythingIsCopied() throws Exception {
    into(Isolation.DATABASE, "theirs");
    cells.onTarget("CREATE SCHEMA theirs; GRANT USAGE, CREATE ON SCHEMA theirs TO mover");
    assertThat(find())
        .filteredOn(Finding::blocks)
        .extracting(Finding::line)
        .hasSize(2)
        .anyMatch(line -> line.contains("GRANT USAGE ON SCHEMA \"theirs\" TO \"app_reader\";"))
        .anyMatch(line -> line.contains("GRANT USAGE ON SCHEMA \"theirs\" TO \"app_owner\";"));
    cells.onTarget("GRANT USAGE ON SCHEMA theirs TO app_reader, app_owner");
    assertThat(find()).noneMatch(Finding::blocks);
    cells.applyAll();
    cells.onTarget("SET ROLE app_reader; SELECT * FROM theirs.orders");
    cells.onTarget(WORK.formatted("theirs"));
  }
}
