package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import dev.rehome.model.Job;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An id that is the job's, nobody's, or none of the column's type is said once, as what it is. */
final class BadIdTest extends ProblemsTest {
  private List<String> blocking(String job, Tenant tenant) {
    Move move = Move.asked("m1", new Job(job, tenant, "us_east", "us_west", Options.NONE, "test"));
    return Findings.grouped(PostgresProblems.find(cells.source(), cells.target(), move, 1 << 20))
        .stream()
        .filter(Finding::blocks)
        .map(Finding::line)
        .toList();
  }

  @Test
  void theJobsIdThatHasRowsOfItsOwnIsRefusedWhileNoTenantIdIsGiven() throws Exception {
    assertThat(blocking("other", Tenant.named("acme")))
        .singleElement()
        .asString()
        .contains(
            "shop.orders.tenant_id has rows of other (1 row, e.g. (2): SELECT \"id\" FROM",
            "--tenant-id other",
            "tenant: {name: acme, id: other}",
            "another --id");
    assertThat(blocking("other", new Tenant("acme", "other"))).isEmpty();
    assertThat(blocking("some-job", Tenant.named("acme"))).isEmpty();
  }

  @Test
  void theNameWithoutRowsAndTheJobsIdWithSomeAreBothSaid() {
    assertThat(blocking("acme", Tenant.named("customer")))
        .anySatisfy(line -> assertThat(line).contains("has no row in any table (id customer)"))
        .anySatisfy(line -> assertThat(line).contains("--tenant-id acme", "has rows of acme"));
  }

  @Test
  void aMistypedIdIsToldTheNearestThatHasRows() {
    assertThat(blocking("j", Tenant.named("acmee")))
        .singleElement()
        .asString()
        .contains("has no row in any table (id acmee); did you mean acme?", "--tenant-id");
  }

  @Test
  void anIdThatNoColumnCanHoldIsSaidOnceHoweverManyTablesThereAre() throws Exception {
    owned(
        """
        DROP TABLE shop.orders;
        CREATE TABLE shop.a (id int PRIMARY KEY, tenant_id uuid NOT NULL);
        CREATE TABLE shop.b (id int PRIMARY KEY, tenant_id uuid NOT NULL, a int REFERENCES shop.a);
        CREATE TABLE shop.c (id int PRIMARY KEY, tenant_id uuid, a int REFERENCES shop.a);
        CREATE TABLE shop.l (id int PRIMARY KEY, a int REFERENCES shop.a, image oid, text bytea);
        """);
    byRow(
        Map.of("l", "a IN (SELECT id FROM a WHERE tenant_id = :tenant_id)"), List.of(), List.of());
    assertThat(blocking("j", Tenant.named("acme")))
        .containsExactly(
            "postgres: us_east, each of 3: shop.a.tenant_id, shop.b.tenant_id, shop.c.tenant_id: is"
                + " uuid, which cannot hold the tenant's id acme; give the id that its rows carry"
                + " with --tenant-id (in a job file, tenant: {name: …, id: …})",
            "postgres: us_east shop.l: its predicate cannot take the tenant's id acme: invalid"
                + " input syntax for type uuid: \"acme\"; give the id that its rows carry with"
                + " --tenant-id (in a job file, tenant: {name: …, id: …})");
  }
}
