package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.discover.Discovery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is proposed for tables without a rule, and what is said of it where it is not sure. */
final class DiscoveryTest extends ProblemsTest {
  private List<String> lines() {
    return Discovery.of(cells.source(), cells.target(), cells.move).text().lines().toList();
  }

  private void says(String... parts) {
    assertThat(lines()).anySatisfy(line -> assertThat(line).contains(parts));
  }

  @Test
  void aRowThatMayHaveOneOfSeveralParentsIsReachedByEither() throws Exception {
    owned(
        """
        CREATE TABLE shop.users (id int PRIMARY KEY, tenant_id text NOT NULL);
        INSERT INTO shop.users VALUES (1, 'acme'), (2, 'other');
        CREATE TABLE shop.files (id int PRIMARY KEY, order_id int REFERENCES shop.orders, user_id int REFERENCES shop.users);
        INSERT INTO shop.files VALUES (1, 1, NULL), (2, NULL, 1), (3, NULL, NULL), (4, 2, 2)
        """);
    assertThat(lines())
        .contains(
            "files: (order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)) OR (user_id"
                + " IN (SELECT id FROM users WHERE tenant_id = :tenant_id))");
    says("# not sure: order_id of shop.files may be null: 1 row without a tenant by it");
  }

  @Test
  void aSurerPathIsTakenBeforeAShorterOneAndTheOtherIsCompared() throws Exception {
    owned(
        """
        CREATE TABLE shop.lines (id int PRIMARY KEY, order_id int NOT NULL REFERENCES shop.orders);
        CREATE TABLE shop.parts (id int PRIMARY KEY, order_id int REFERENCES shop.orders, line_id int NOT NULL REFERENCES shop.lines);
        INSERT INTO shop.lines VALUES (1, 1), (2, 2);
        INSERT INTO shop.parts VALUES (1, 1, 1), (2, NULL, 1), (3, 2, 2)
        """);
    assertThat(lines())
        .contains(
            "parts: line_id IN (SELECT id FROM lines WHERE order_id IN (SELECT id FROM orders WHERE"
                + " tenant_id = :tenant_id))");
    says("# not sure: there is another path, order_id → orders: ", "for acme they differ in 1 row");
  }

  @Test
  void circlesAreTold() throws Exception {
    owned(
        """
        CREATE TABLE shop.teams (id int PRIMARY KEY, order_id int NOT NULL REFERENCES shop.orders);
        CREATE TABLE shop.members (id int PRIMARY KEY, team_id int NOT NULL REFERENCES shop.teams);
        ALTER TABLE shop.teams ADD lead int REFERENCES shop.members
        """);
    assertThat(lines())
        .contains("teams: order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)");
    says("it stands in a circle of foreign keys with shop.members");
  }

  @Test
  void rowsThatOthersReferToAndTablesWithoutAPathAreForTheOtherSettings() throws Exception {
    owned(
        """
        CREATE TABLE shop.users (id int PRIMARY KEY);
        INSERT INTO shop.users VALUES (1), (2), (3);
        CREATE TABLE shop.members (tenant_id text NOT NULL, user_id int NOT NULL REFERENCES shop.users, PRIMARY KEY (tenant_id, user_id));
        INSERT INTO shop.members VALUES ('acme', 1), ('acme', 2), ('other', 2), ('other', 3);
        CREATE TABLE shop.countries (code text PRIMARY KEY); INSERT INTO shop.countries VALUES ('de')
        """);
    says(
        "not sure: shop.users: no path of its own, but shop.members by user_id refer to it",
        "acme's need 2 rows of its 3 rows, others need 1 row of these too: shared rows suspected");
    says("not sure: shop.countries: no path, reference table suspected: 1 row");
    assertThat(lines())
        .contains(
            "# rehome.cell.us_east.postgres.reference-tables = countries",
            "# rehome.cell.us_east.postgres.shared-tables = users",
            "# users: id IN (SELECT user_id FROM members WHERE tenant_id = :tenant_id)")
        .noneMatch(line -> line.startsWith("users:") || line.startsWith("countries:"));
  }

  @Test
  void rowsOfAPathThatOthersReferToAreSuspected() throws Exception {
    owned(
        """
        CREATE TABLE shop.labels (id int PRIMARY KEY, order_id int NOT NULL REFERENCES shop.orders);
        INSERT INTO shop.labels VALUES (1, 1), (2, 2);
        CREATE TABLE shop.uses (tenant_id text NOT NULL, label_id int NOT NULL REFERENCES shop.labels);
        INSERT INTO shop.uses VALUES ('other', 1)
        """);
    says("# not sure: shared rows suspected: 1 row of acme, referred to by rows of others");
  }

  @Test
  void aTenantColumnUnderAnotherNameIsProposedAsOneAndLeadsFurther() throws Exception {
    owned(
        """
        CREATE TABLE shop.tenants (key text PRIMARY KEY);
        INSERT INTO shop.tenants VALUES ('acme'), ('other');
        ALTER TABLE shop.orders ADD FOREIGN KEY (tenant_id) REFERENCES shop.tenants;
        CREATE TABLE shop.accounts (id int PRIMARY KEY, org text NOT NULL REFERENCES shop.tenants);
        CREATE TABLE shop.tokens (id int PRIMARY KEY, account int NOT NULL REFERENCES shop.accounts)
        """);
    assertThat(lines())
        .contains(
            "# rehome.cell.us_east.postgres.tenant-columns = accounts:org,tenants:key",
            "tokens: account IN (SELECT id FROM accounts WHERE org = :tenant_id)");
    blocks("shop.accounts", "accounts: org = :tenant_id");
  }

  @Test
  void whatIsConfiguredStaysAndIsBuiltUpon() throws Exception {
    owned(
        """
        CREATE TABLE shop.lines (id int PRIMARY KEY, o int);
        CREATE TABLE shop.parts (id int PRIMARY KEY, line_id int NOT NULL REFERENCES shop.lines)
        """);
    byRow(
        Map.of("lines", "o IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)"),
        List.of(),
        List.of());
    assertThat(lines())
        .contains(
            "lines: o IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)",
            "parts: line_id IN (SELECT id FROM lines WHERE o IN (SELECT id FROM orders WHERE"
                + " tenant_id = :tenant_id))");
  }
}
