package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Options;
import dev.rehome.postgres.TwoCells;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Rows that cannot be the tenant's alone, cannot be reached, or are too large. */
final class RowProblemsTest extends ProblemsTest {
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
    assertThat(find()).noneMatch(Finding::blocks);
    cells.reopen();
    byRow(Map.of("lines", "order_id = nonsense"), List.of(), List.of());
    blocks("shop.lines", "cannot be evaluated", "nonsense");
  }

  @Test
  void rowSecurityThatHidesRowsIsNamed() throws Exception {
    owned(
        "ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;"
            + " ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY");
    blocks("shop.orders", "row security hides rows", "BYPASSRLS");
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
        "CREATE SCHEMA hub; CREATE TABLE hub.accounts (id text); GRANT USAGE ON SCHEMA hub TO"
            + " mover; GRANT SELECT ON hub.accounts TO mover; INSERT INTO hub.accounts VALUES"
            + " ('acme')");
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
  void aRowAboveTheBoundIsNamedOnlyIfItIsTheTenants() throws Exception {
    cells.onSource("INSERT INTO shop.orders VALUES (7, 'other', 0, repeat('x', 2000000))");
    assertThat(find()).isEmpty();
    cells.onSource("INSERT INTO shop.orders VALUES (8, 'acme', 0, repeat('x', 3000000))");
    blocks("shop.orders", "has a row of 3000005 bytes, row-bytes-max is 1048576");
  }
}
