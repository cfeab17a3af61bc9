package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that came while the foreign key over them was not checked. */
final class OrphansTest extends ProblemsTest {
  private void orphans() throws Exception {
    owned(
        """
        CREATE TABLE shop.units (code text PRIMARY KEY);
        CREATE TABLE shop.lines (
          id int PRIMARY KEY, tenant_id text NOT NULL, order_id int REFERENCES shop.orders,
          unit text CONSTRAINT known_unit REFERENCES shop.units);
        CREATE TABLE shop.parts (tenant_id text, order_id int, n int) PARTITION BY RANGE (n);
        CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM (0) TO (9);
        ALTER TABLE shop.parts_1 ADD CONSTRAINT part_of FOREIGN KEY (order_id) REFERENCES shop.orders
        """);
    cells.onSource(
        """
        SET session_replication_role = replica;
        INSERT INTO shop.units VALUES ('kg');
        INSERT INTO shop.lines SELECT g, 'acme', CASE g WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN NULL
          ELSE 1000 + g END, CASE WHEN g < 8 THEN 'kg' ELSE 'lb' END FROM generate_series(1, 9) AS g;
        INSERT INTO shop.lines VALUES (77, 'other', 77, 'oz');
        INSERT INTO shop.parts VALUES ('acme', 55, 1), ('other', 56, 1)
        """);
  }

  @Test
  void areFoundWithTheirConstraintTheirNumberAndThreeKeys() throws Exception {
    orphans();
    byRow(Map.of(), List.of("units"), List.of());
    blocks("shop.lines", "lines_order_id_fkey", "do not exist", "6 rows, e.g. (4), (5), (6)");
    blocks("shop.lines", "known_unit", "do not exist", "2 rows, e.g. (8), (9)");
    blocks(
        "shop.lines", "lines_order_id_fkey", "not the tenant's and stay behind", "1 row, e.g. (2)");
    blocks("shop.parts_1", "part_of", "do not exist", "1 row");
    cells.onSource(
        "DELETE FROM shop.lines WHERE tenant_id = 'acme'; DELETE FROM shop.parts WHERE tenant_id ="
            + " 'acme'");
    assertThat(find()).noneMatch(finding -> finding.problem().contains("refer by"));
  }

  @Test
  void areFoundInASchemaOfTheTenantsOwn() throws Exception {
    orphans();
    cells.sourceSettings = TwoCells.settings(cells.sourceDatabase, Isolation.SCHEMA, "shop");
    cells.reopen();
    blocks("shop.lines", "lines_order_id_fkey", "its rows refer", "do not exist", "7 rows");
    blocks("shop.lines", "known_unit", "3 rows, e.g. (77), (8), (9)");
    blocks("shop.parts_1", "part_of", "2 rows");
  }
}
