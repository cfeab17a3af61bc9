package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.PostgresCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rights and roles that are missing. */
final class RightsProblemsTest extends ProblemsTest {
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
  void whatTheOwnersRightsBringIsNotAskedForBesides() throws Exception {
    byRow(Map.of(), List.of("countries", "others"), List.of());
    owned(
        """
        CREATE SEQUENCE shop.numbers;
        CREATE TABLE shop.countries (id int PRIMARY KEY);
        ALTER TABLE shop.countries ENABLE ROW LEVEL SECURITY;
        CREATE TABLE shop.others (id int PRIMARY KEY)
        """);
    cells.onSource(
        """
        ALTER SCHEMA shop OWNER TO stranger; GRANT USAGE ON SCHEMA shop TO stranger;
        ALTER TABLE shop.orders OWNER TO stranger; ALTER SEQUENCE shop.numbers OWNER TO stranger;
        ALTER TABLE shop.countries OWNER TO stranger;
        ALTER TABLE shop.others OWNER TO app_reader;
        REVOKE ALL ON SCHEMA shop FROM PUBLIC, app_owner
        """);

    assertThat(find())
        .filteredOn(Finding::blocks)
        .extracting(finding -> finding.remedy().replaceAll("^run at us_east: ", ""))
        .contains(
            "GRANT \"stranger\" TO \"mover\";",
            "GRANT SELECT ON TABLE \"shop\".\"others\" TO \"mover\";")
        .noneMatch(remedy -> remedy.contains("USAGE ON SCHEMA"))
        .noneMatch(remedy -> remedy.contains("numbers"))
        .noneMatch(remedy -> remedy.contains("countries"))
        .noneMatch(remedy -> remedy.contains("BYPASSRLS"));
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
  void theTenantsRoleThatTheTargetLacksIsSaidOnce() throws Exception {
    cells.onSource(
        "CREATE ROLE app_acme LOGIN; GRANT SELECT, INSERT ON shop.orders TO app_acme;"
            + " ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA shop GRANT SELECT ON TABLES"
            + " TO app_acme");
    try {
      cells.sourceSettings = own(cells.sourceSettings, "app_{tenant}", Map.of("app_acme", "acme"));
      assertThat(find())
          .filteredOn(one -> one.subject().contains("us_west role"))
          .singleElement()
          .satisfies(
              one ->
                  assertThat(one.line())
                      .contains(
                          "is granted rights, which are left out, is the tenant's own"
                              + " (tenant-role)",
                          "run at us_west: CREATE ROLE \"acme\" LOGIN;"));
      cells.reopen();
      cells.targetSettings = own(cells.targetSettings, "{tenant}", Map.of());
      blocks("us_west role acme", "the cell's tenant-role, and is not there", "CREATE ROLE");
      assertThat(find()).filteredOn(one -> one.subject().contains("us_west role")).hasSize(1);
    } finally {
      cells.close();
      cells.onSource("DROP OWNED BY app_acme; DROP ROLE app_acme");
    }
  }

  private static PostgresCell own(PostgresCell plain, String role, Map<String, String> map) {
    return new PostgresCell(
        plain.database(),
        plain.isolation(),
        plain.schemas(),
        plain.tenantColumn(),
        Map.of(),
        Map.of(),
        Optional.of(role),
        map,
        List.of(),
        List.of());
  }

  @Test
  void aRoleThatAPolicyNamesIsDemandedAndOthersAreNoted() throws Exception {
    cells.onSource(
        "CREATE SCHEMA x; GRANT SELECT ON shop.orders TO app_reader; CREATE FUNCTION shop.f()"
            + " RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION shop.f() OWNER TO stranger");
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
    blocks("role nobody_here", "is named by a policy", "is granted rights");
    assertThat(find()).filteredOn(one -> one.line().contains("nobody_here")).hasSize(1);
  }
}
