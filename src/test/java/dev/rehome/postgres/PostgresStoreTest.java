package dev.rehome.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import org.junit.jupiter.api.Test;

final class PostgresStoreTest {
  private static final String SHOP =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE DOMAIN price AS numeric CHECK (VALUE >= 0);
      CREATE TABLE customers (
        tenant_id text NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, name text, mood mood,
        shout text GENERATED ALWAYS AS (upper(name)) STORED, PRIMARY KEY (tenant_id, id));
      CREATE TABLE orders (
        tenant_id text NOT NULL, id serial, customer bigint, total price,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, customer) REFERENCES customers (tenant_id, id));
      CREATE TABLE lines (order_id int, line int, what text);
      CREATE TABLE countries (code text PRIMARY KEY, name text);
      CREATE FUNCTION no_op() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER touched BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION no_op();
      INSERT INTO customers (tenant_id, name, mood)
        SELECT CASE WHEN n % 2 = 0 THEN 'acme' ELSE 'other' END, 'name ' || n, 'ok'
        FROM generate_series(1, 1000) n;
      INSERT INTO orders (tenant_id, customer, total)
        SELECT tenant_id, id, id * 1.10 FROM customers;
      INSERT INTO lines SELECT id, 1, 'thing' FROM orders;
      INSERT INTO lines SELECT id, 1, 'thing' FROM orders;
      INSERT INTO countries VALUES ('de', 'Germany'), ('fr', 'France');
      """;

  private static final Setting SETTING =
      Setting.ROW
          .references("countries")
          .predicate("lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)")
          .chunks(4_000);

  @Test
  void whatIsCopiedIsProvenEqualAndTheNeighboursRowsNeverArrive() throws Exception {
    try (TwoDatabases two = new TwoDatabases(SETTING)) {
      two.onSource(SHOP);
      Plan plan = two.copyAll();
      assertThat(plan.position()).matches("[0-9A-F]+/[0-9A-F]+");
      assertThat(plan.chunks())
          .filteredOn(c -> c.id().startsWith("rows/shop.orders/"))
          .hasSizeGreaterThan(3);
      assertThat(two.failing(plan)).isEmpty();
      assertThat(plan.checks()).hasSizeGreaterThan(10);
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("500");
      assertThat(two.target("SELECT count(*) FROM lines")).isEqualTo("1000");
      assertThat(two.target("SELECT count(*) FROM customers WHERE tenant_id <> 'acme'"))
          .isEqualTo("0");
    }
  }

  @Test
  void discardLeavesNothingOfWhatWasMade() throws Exception {
    try (TwoDatabases two = new TwoDatabases(SETTING)) {
      two.onSource(SHOP);
      two.copyAll();
      two.store().discard(two.move);
      two.store().discard(two.move);
      assertThat(
              two.target(
                  """
                  SELECT string_agg(relname, ', ') FROM pg_class
                  WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
                  """))
          .isNull();
      assertThat(two.target("SELECT to_regnamespace('_rehome')")).isNull();
    }
  }

  @Test
  void discardTakesExactlyItsRowsFromTablesThatWereThereBefore() throws Exception {
    try (TwoDatabases two = new TwoDatabases(SETTING)) {
      two.onSource(SHOP);
      two.onTarget(SHOP.replaceAll("(?s)INSERT INTO.*", ""));
      String before = two.target("SELECT last_value || '/' || is_called FROM orders_id_seq");
      two.copyAll();
      two.plant(
          "INSERT INTO orders VALUES ('acme', 999999, NULL, 1); INSERT INTO lines VALUES (1)");
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("501");
      two.store().discard(two.move);
      assertThat(two.target("SELECT string_agg(id::text, ',') FROM orders")).isEqualTo("999999");
      assertThat(two.target("SELECT count(*) FROM lines")).isEqualTo("1");
      assertThat(two.target("SELECT count(*) FROM customers")).isEqualTo("0");
      assertThat(two.target("SELECT count(*) FROM countries")).isEqualTo("0");
      assertThat(two.target("SELECT last_value || '/' || is_called FROM orders_id_seq"))
          .isEqualTo(before);
      assertThat(two.target("SELECT tgenabled FROM pg_trigger WHERE tgname = 'touched'"))
          .isEqualTo("O");
      assertThat(two.target("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'rehome%'"))
          .isEqualTo("0");
      assertThat(two.target("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
          .isEqualTo("1");
      assertThat(two.target("SELECT to_regnamespace('_rehome')")).isNull();
    }
  }
}
