package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.schema.parity.SchemaParity;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables that no rule accounts for, or of a kind that needs a word. */
final class TableProblemsTest extends ProblemsTest {
  @Test
  void aTableWithoutTenantColumnHasThreeRemedies() throws Exception {
    owned("CREATE TABLE shop.lines (order_id int)");
    blocks("shop.lines", "tenant-columns", "predicates-file", "excluded-tables");
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
  void foreignTablesAndUnloggedOnesAreTold() throws Exception {
    cells.onSource(
        "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE"
            + " FOREIGN TABLE shop.far (tenant_id text) SERVER s; CREATE UNLOGGED TABLE shop.fast"
            + " (tenant_id text); ALTER TABLE shop.fast OWNER TO app_owner");
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
  void materializedViewsAndLargeObjectsAreTold() throws Exception {
    cells.onSource("SELECT lo_create(0)");
    owned(
        "CREATE MATERIALIZED VIEW shop.mv AS SELECT 1 AS n; ALTER TABLE shop.orders ADD blob oid");
    notes("shop.mv", "refreshes");
    notes("shop.orders.blob", "may name large objects");
    cells.onSource(
        "UPDATE shop.orders SET blob = (SELECT max(oid) FROM pg_largeobject_metadata)"
            + " WHERE tenant_id = 'other'");
    notes("shop.orders.blob", "may name large objects");
    cells.onSource("UPDATE shop.orders SET blob = (SELECT max(oid) FROM pg_largeobject_metadata)");
    blocks("shop.orders.blob", "names large objects, which are not moved", "bytea");
  }
}
