package dev.rehome.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SandboxTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @Test
  void theSharedCellHoldsTheTenantsAndTheDedicatedOneNothing() throws SQLException {
    try (Connection east = SANDBOX.get().connect("us_east");
        Connection west = SANDBOX.get().connect("us_west");
        Connection south = SANDBOX.get().connect("us_south")) {
      String tables = "SELECT count(*) FROM pg_tables WHERE tableowner = 'app_owner'";
      assertThat(number(east, tables)).isGreaterThanOrEqualTo(12);
      assertThat(number(west, tables)).isZero();
      assertThat(number(east, "SELECT count(*) FROM shared_schema.tenants")).isEqualTo(6);
      assertThat(number(east, "SELECT count(*) FROM shared_schema.orders WHERE tenant_id = 'acme'"))
          .isBetween(200, 230);
      assertThat(number(south, "SELECT count(*) FROM tenant_stark.orders")).isEqualTo(100);
    }
  }

  @Test
  void theSeedIsAboutAsLargeAsAsked() throws SQLException {
    String rows =
        """
        SELECT sum((xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || oid::regclass,
          true, true, '')))[1]::text::int)
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'shared_schema'::regnamespace
        """;
    try (Connection east = SANDBOX.get().connect("us_east")) {
      assertThat(number(east, rows)).isBetween(4_500, 5_500);
    }
  }

  @Test
  void noTextOfTheProductNamesItsSchema() throws SQLException {
    try (Connection east = SANDBOX.get().connect("us_east")) {
      assertThat(
              number(
                  east,
                  """
                  SELECT count(*) FROM pg_proc
                  WHERE pronamespace = 'shared_schema'::regnamespace AND prosrc LIKE '%shared_schema%'
                  """))
          .isZero();
    }
  }

  @Test
  void theMoverIsNoSuperuserButMayWhatAMoveNeeds() throws SQLException {
    for (String cell : new String[] {"us_east", "us_south", "us_west"}) {
      Settings.Database mover = SANDBOX.get().database(cell);
      try (Connection connection =
              DriverManager.getConnection(mover.url(), mover.user(), mover.password());
          Statement statement = connection.createStatement()) {
        assertThat(number(connection, "SELECT rolsuper::int FROM pg_roles WHERE rolname = user"))
            .isZero();
        statement.execute("CREATE SCHEMA made_by_the_mover");
        statement.execute("DROP SCHEMA made_by_the_mover");
      }
    }
    Settings.Database west = SANDBOX.get().database("us_west");
    try (Connection connection =
            DriverManager.getConnection(west.url(), west.user(), west.password());
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE app_owner");
      statement.execute("CREATE TABLE public.made (n integer)");
      statement.execute("DROP TABLE public.made");
    }
  }

  @Test
  void theProductWritesThroughItsUrlAndCannotChangeTables() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                SANDBOX.get().productUrl("us_east", "globex"), "app_rw", "app_rw");
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE users SET nickname = 'x' WHERE tenant_id = 'globex'");
      assertThat(number(connection, "SELECT has_schema_privilege('shared_schema', 'CREATE')::int"))
          .isZero();
    }
  }

  @Test
  void itsPropertiesHaveTheNamesOfTheContract() {
    Properties properties = SANDBOX.get().properties();
    assertThat(properties)
        .containsEntry("rehome.cell.us_east.postgres.isolation", "row")
        .containsEntry("rehome.cell.us_east.postgres.schemas", "shared_schema")
        .containsEntry("rehome.cell.us_east.postgres.tenant-column", "tenant_id")
        .containsEntry(
            "rehome.cell.us_east.postgres.tenant-columns", "Legacy Notes:Tenant,tenants:id")
        .containsEntry("rehome.cell.us_east.postgres.reference-tables", "countries,currencies")
        .containsEntry("rehome.cell.us_south.postgres.schemas", "tenant_{tenant}")
        .containsEntry("rehome.cell.us_west.postgres.isolation", "database")
        .containsKeys("rehome.control.url", "rehome.cell.us_east.postgres.predicates-file");
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}
