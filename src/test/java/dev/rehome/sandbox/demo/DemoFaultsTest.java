package dev.rehome.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.product.ObjectSeed;
import dev.rehome.sandbox.product.ProductSchema;
import dev.rehome.sandbox.product.Seed;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Planted faults: the demo must say no. */
final class DemoFaultsTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  @RegisterExtension static final FreshSandbox WITH_OBJECTS = new FreshSandbox(2_000).withObjects();

  @Test
  void aRefusedMoveFailsTheDemoAndLosesNothing() throws Exception {
    try (Connection west = sandbox.get().connect("us_west")) {
      ProductSchema.create(west, "public");
      Seed.fill(west, "public", "acme", 1);
    }
    DemoReport report = new Demo(sandbox.get(), Screen.dark(System.out)).run();
    assertThat(report.passed()).isFalse();
    assertThat(report.verdict(Duration.ZERO))
        .startsWith("FAILED: the move ended as MOVED (REFUSED");
    assertThat(report.facts())
        .filteredOn(fact -> !fact.holds())
        .extracting(Fact::claim)
        .containsExactlyInAnyOrder(
            "the move ended as MOVED", "every check passed", "the catalog says us_west");
  }

  /** Also of the tenant's files, and says so: none is in us_west, all are in us_east. */
  @Test
  void aRefusedMoveLeavesNoObjectBehind() throws Exception {
    SandboxObjects objects = WITH_OBJECTS.objects();
    ObjectSeed.fill(objects.east("acme"), 20, 100_000);
    ObjectSeed.fill(objects.east("globex"), 5, 0);
    try (Connection west = WITH_OBJECTS.get().connect("us_west")) {
      ProductSchema.create(west, "public");
      Seed.fill(west, "public", "acme", 1);
    }
    DemoReport report = new Demo(WITH_OBJECTS.get(), Screen.dark(System.out)).run();
    assertThat(report.facts())
        .filteredOn(fact -> !fact.holds())
        .extracting(Fact::claim)
        .containsExactlyInAnyOrder(
            "the move ended as MOVED", "every check passed", "the catalog says us_west");
    assertThat(report.facts())
        .extracting(Fact::claim)
        .contains(
            "us_west's bucket holds nothing",
            "the objects of acme are still in us_east, as they were",
            "no object of globex was touched",
            "no upload is left open");
  }

  @Test
  void aChangedAndADeletedRowOfANeighbourAreSeen() throws Exception {
    try (Connection east = sandbox.get().connect("us_east");
        Statement statement = east.createStatement()) {
      CountedRows rows = new CountedRows(east, Sandbox.SHARED_SCHEMA);
      long seeded = rows.now();
      String before = rows.unchangedBefore(seeded, "acme");
      statement.execute("DELETE FROM shared_schema.settings WHERE tenant_id = 'acme'");
      statement.execute(
          "INSERT INTO shared_schema.teams (tenant_id, name) VALUES ('globex', 'new')");
      assertThat(rows.unchangedBefore(seeded, "acme")).isEqualTo(before);
      statement.execute(
          """
          UPDATE shared_schema.order_lines SET quantity = quantity
          WHERE ctid = (SELECT l.ctid FROM shared_schema.order_lines l
                        JOIN shared_schema.orders o ON o.id = l.order_id AND o.tenant_id = 'globex' LIMIT 1)
          """);
      String changed = rows.unchangedBefore(seeded, "acme");
      assertThat(changed).isNotEqualTo(before);
      statement.execute("DELETE FROM shared_schema.\"Legacy Notes\" WHERE \"Tenant\" = 'globex'");
      assertThat(rows.unchangedBefore(seeded, "acme")).isNotEqualTo(changed);
    }
  }

  @Test
  void aLateWriteThatPassesIsNoRefusal() throws Exception {
    try (Connection product = sandbox.get().product("us_east", "acme")) {
      assertThat(ProductAtWork.lateWrite(product, "acme")).isEqualTo("accepted");
    }
  }
}
