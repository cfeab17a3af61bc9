package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.postgres.CatalogInspection;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.settings.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pre-flights while objects come and go in both databases, by hundreds: no finding but those that
 * are there without it.
 */
final class ChangingCatalogTest {
  private static final int LOOKS = Integer.getInteger("rehome.test.looks", 12);
  private TwoCells cells;

  @BeforeEach
  void twoCells() throws Exception {
    cells = new TwoCells();
    cells.onSource(
        """
        CREATE SCHEMA shop AUTHORIZATION app_owner; CREATE SCHEMA next_door AUTHORIZATION app_owner;
        SET ROLE app_owner;
        CREATE TABLE shop.orders (id int PRIMARY KEY, tenant_id text NOT NULL, total numeric);
        CREATE TABLE shop.items (tenant_id text NOT NULL, order_id int REFERENCES shop.orders, note text);
        INSERT INTO shop.orders VALUES (1, 'acme', 1), (2, 'other', 2);
        INSERT INTO shop.items VALUES ('acme', 1, 'one')
        """);
    cells.onTarget("CREATE SCHEMA next_door AUTHORIZATION app_owner");
  }

  @AfterEach
  void close() {
    cells.close();
  }

  @Test
  void rowsToADatabaseWhileNeighboursChangeTheirTables() throws Exception {
    cells.sourceSettings = byRow(cells.sourceDatabase, "shop", Map.of());
    nothingIsFoundWhile("next_door", "next_door");
  }

  @Test
  void rowsToADatabaseWhileTheTenantsOwnSchemaChanges() throws Exception {
    cells.sourceSettings =
        byRow(
            cells.sourceDatabase,
            "shop",
            Map.of("items", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)"));
    nothingIsFoundWhile("shop", "next_door");
  }

  @Test
  void aSchemaToADatabaseWhileItChanges() throws Exception {
    nothingIsFoundWhile("shop", "next_door");
  }

  @Test
  void rowsToASharedTargetWhileBothChange() throws Exception {
    cells.sourceSettings = byRow(cells.sourceDatabase, "shop", Map.of());
    cells.targetSettings = byRow(cells.targetDatabase, "public", Map.of());
    cells.onTarget(
        """
        SET ROLE app_owner;
        CREATE TABLE public.orders (id int PRIMARY KEY, tenant_id text NOT NULL, total numeric);
        CREATE TABLE public.items (tenant_id text NOT NULL, order_id int REFERENCES public.orders, note text);
        """);
    TwoCells.admin("postgres", "GRANT SET ON PARAMETER session_replication_role TO mover");
    try {
      nothingIsFoundWhile("next_door", "next_door");
    } finally {
      TwoCells.admin("postgres", "REVOKE SET ON PARAMETER session_replication_role FROM mover");
    }
  }

  private void nothingIsFoundWhile(String sourceSchema, String targetSchema) throws Exception {
    CatalogInspection inspection = new CatalogInspection(cells.cells(), Limits.DEFAULTS);
    List<Finding> still = blocking(inspection);
    List<String> beyond = new ArrayList<>();
    try (Churn source = new Churn(TwoCells.postgres(), cells.sourceDatabase, sourceSchema, 2);
        Churn target = new Churn(TwoCells.postgres(), cells.targetDatabase, targetSchema, 1)) {
      for (int i = 0; i < LOOKS || source.rounds() < LOOKS || target.rounds() < LOOKS; i++) {
        List<Finding> now = blocking(inspection);
        now.removeAll(still);
        now.stream().map(Finding::line).forEach(beyond::add);
      }
    }
    assertThat(beyond).isEmpty();
  }

  private List<Finding> blocking(CatalogInspection inspection) {
    return new ArrayList<>(
        inspection.problems(cells.move).stream().filter(Finding::blocks).toList());
  }

  private static PostgresCell byRow(
      String database, String schema, Map<String, String> predicates) {
    PostgresCell plain = TwoCells.settings(database, Isolation.ROW, schema);
    return new PostgresCell(
        plain.database(),
        Isolation.ROW,
        plain.schemas(),
        Optional.of("tenant_id"),
        Map.of(),
        predicates,
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of());
  }
}
