package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A name in the settings that nothing has is said once, with the one that was meant. */
final class MisspeltSettingsTest extends ProblemsTest {
  private List<String> blocking(String tenantColumn, Map<String, String> tenantColumns) {
    PostgresCell plain = cells.sourceSettings;
    cells.sourceSettings =
        new PostgresCell(
            plain.database(),
            Isolation.ROW,
            plain.schemas(),
            Optional.of(tenantColumn),
            tenantColumns,
            Map.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of());
    return Findings.grouped(find()).stream().filter(Finding::blocks).map(Finding::line).toList();
  }

  @Test
  void aColumnOfTenantColumnsThatTheTableHasNot() throws Exception {
    owned("CREATE TABLE shop.users (id int PRIMARY KEY, org_id text NOT NULL)");
    assertThat(blocking("tenant_id", Map.of("users", "orgid")))
        .containsExactly(
            "postgres: us_east shop.users.orgid: is named in tenant-columns, but the table has no"
                + " such column; did you mean org_id?; correct the name");
  }

  @Test
  void aTenantColumnThatNoTableHas() throws Exception {
    owned("CREATE TABLE shop.a (tenant_id text); CREATE TABLE shop.b (tenant_id text)");
    assertThat(blocking("tennant_id", Map.of()))
        .filteredOn(line -> !line.contains("no row in any table"))
        .containsExactly(
            "postgres: us_east column tennant_id: is the tenant-column of the settings, and no"
                + " table of [shop] has it; did you mean tenant_id, which 3 of them have?; correct"
                + " the name, or leave tenant-column out if every table has a rule of its own");
  }

  @Test
  void aTableThatIsNotThere() throws Exception {
    assertThat(blocking("tenant_id", Map.of("order", "tenant_id")))
        .containsExactly(
            "postgres: us_east order: is named in tenant-columns, but is no table of [shop]; did"
                + " you mean orders?; correct the name");
  }
}
