package dev.rehome.postgres.purge;

/**
 * Tables that are hard to delete from in order: circles of foreign keys, whole and within a table,
 * a key of several columns, partitions of two levels, inheritance, no key, a predicate.
 */
final class AwkwardShop {
  static final String TABLES =
      """
      CREATE TABLE tenants (id text PRIMARY KEY);
      CREATE TABLE teams (tenant_id text NOT NULL REFERENCES tenants, id int, lead int NOT NULL, PRIMARY KEY (tenant_id, id));
      CREATE TABLE users (tenant_id text NOT NULL REFERENCES tenants, id int, team int NOT NULL, boss int, PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, team) REFERENCES teams DEFERRABLE, FOREIGN KEY (tenant_id, boss) REFERENCES users ON DELETE CASCADE);
      ALTER TABLE teams ADD FOREIGN KEY (tenant_id, lead) REFERENCES users DEFERRABLE INITIALLY DEFERRED;
      CREATE TABLE orders (tenant_id text NOT NULL, id int PRIMARY KEY, buyer int NOT NULL, FOREIGN KEY (tenant_id, buyer) REFERENCES users);
      CREATE TABLE lines (order_id int REFERENCES orders ON DELETE CASCADE, n int, PRIMARY KEY (order_id, n));
      CREATE TABLE events (tenant_id text NOT NULL, id int, day date NOT NULL, of_order int REFERENCES orders, PRIMARY KEY (tenant_id, id, day)) PARTITION BY RANGE (day);
      CREATE TABLE events_old PARTITION OF events FOR VALUES FROM ('2000-01-01') TO ('2026-01-01') PARTITION BY LIST (tenant_id);
      CREATE TABLE events_old_a PARTITION OF events_old FOR VALUES IN ('acme', 'acme2');
      CREATE TABLE events_old_rest PARTITION OF events_old DEFAULT;
      CREATE TABLE events_new PARTITION OF events DEFAULT;
      CREATE TABLE notes (tenant_id text, text text);
      CREATE TABLE long_notes (pages int) INHERITS (notes);
      CREATE TABLE "Odd ""Table" ("Id" int PRIMARY KEY, tenant_id text, "Above" int REFERENCES "Odd ""Table")
      """;

  /** Rows of acme, acme2 and globex, alike. */
  static final String ROWS =
      """
      INSERT INTO tenants VALUES ('acme'), ('acme2'), ('globex');
      BEGIN;
      SET CONSTRAINTS ALL DEFERRED;
      INSERT INTO teams SELECT t.id, n, n FROM tenants t, generate_series(1, 30) n;
      INSERT INTO users SELECT t.id, n, 1 + n % 30, nullif(n / 7, 0) FROM tenants t, generate_series(1, 1500) n;
      COMMIT;
      INSERT INTO orders SELECT t.id, n * 3 + length(t.id) % 3, 1 + n % 30 FROM tenants t, generate_series(1, 400) n WHERE t.id <> 'globex';
      INSERT INTO orders SELECT 'globex', 100000 + n, n FROM generate_series(1, 50) n;
      INSERT INTO lines SELECT o.id, n FROM orders o, generate_series(1, 3) n;
      INSERT INTO events SELECT o.tenant_id, o.id, date '2025-12-01' + o.id % 60, o.id FROM orders o;
      INSERT INTO notes SELECT t.id, 'same' FROM tenants t, generate_series(1, 20);
      INSERT INTO long_notes SELECT t.id, 'long', n FROM tenants t, generate_series(1, 20) n;
      INSERT INTO "Odd ""Table" SELECT n, t.id, NULL FROM tenants t, LATERAL (SELECT length(t.id) * 1000 AS n) x;
      INSERT INTO "Odd ""Table" SELECT x.n + i, t.id, x.n + i - 1 FROM tenants t, LATERAL (SELECT length(t.id) * 1000 AS n) x, generate_series(1, 700) i
      """;

  static final String PREDICATE =
      "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)";

  /** Everything that is not acme's, as one number and one digest. */
  static final String OTHERS =
      """
      SELECT count(*) || ' ' || md5(string_agg(t, ',' ORDER BY t COLLATE "C")) FROM (
        SELECT 'tenants' || x AS t FROM shop.tenants x WHERE id <> 'acme'
        UNION ALL SELECT 'teams' || x FROM shop.teams x WHERE tenant_id <> 'acme'
        UNION ALL SELECT 'users' || x FROM shop.users x WHERE tenant_id <> 'acme'
        UNION ALL SELECT 'orders' || x FROM shop.orders x WHERE tenant_id <> 'acme'
        UNION ALL SELECT 'lines' || x FROM shop.lines x JOIN shop.orders o ON o.id = x.order_id WHERE tenant_id <> 'acme'
        UNION ALL SELECT 'events' || x FROM shop.events x WHERE tenant_id <> 'acme'
        UNION ALL SELECT 'notes' || x FROM shop.notes x WHERE tenant_id <> 'acme'
        UNION ALL SELECT 'odd' || x FROM shop."Odd ""Table" x WHERE tenant_id <> 'acme') all_of_them
      """;

  /** How many rows there are in all. */
  static final String ALL =
      """
      SELECT (SELECT count(*) FROM shop.tenants) + (SELECT count(*) FROM shop.teams) + (SELECT count(*) FROM shop.users)
        + (SELECT count(*) FROM shop.orders) + (SELECT count(*) FROM shop.lines) + (SELECT count(*) FROM shop.events)
        + (SELECT count(*) FROM shop.notes) + (SELECT count(*) FROM shop."Odd ""Table")
      """;

  private AwkwardShop() {}
}
