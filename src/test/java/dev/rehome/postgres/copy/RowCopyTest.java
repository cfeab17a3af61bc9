package dev.rehome.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowCopyTest {
  private static final String NASTY =
      """
      CREATE TYPE mood AS ENUM ('sad', 'o''k');
      CREATE TYPE pair AS (a int, b text);
      CREATE DOMAIN code AS varchar(9);
      CREATE TABLE nasty (
        tenant_id text, id int, f8 float8, f4 float4, n numeric, d date, ts timestamp,
        tz timestamptz, i interval, b bytea, ta text[], m mood, ma mood[], p pair, pa pair[],
        jb jsonb, j json, bits bit(3), vb varbit, t text, c char(5), dom code, cls regclass,
        typ regtype, u uuid, net inet, mac macaddr, x xml, r int4range, v tsvector, mon money,
        tim timetz, pt point, g int GENERATED ALWAYS AS (id * 2) STORED,
        PRIMARY KEY (tenant_id, id));
      INSERT INTO nasty (tenant_id, id, f8, f4, n, d, ts, tz, i) VALUES
        ('acme', 1, 'NaN', '-0', 'NaN', '0044-03-15 BC', 'infinity', '-infinity', '-1 year 2 days'),
        ('acme', 2, 'Infinity', '-Infinity', '1.500', 'infinity', '0001-01-01 BC',
         '2024-02-29 23:59:60+02', '178000000 years'),
        ('acme', 3, 1e-300, 3.4e38, '-0.00000', '5874897-12-31', NULL, NULL, '0')
      """;

  private static final String REST =
      """
      ; INSERT INTO nasty (tenant_id, id, b, ta, m, ma, p, pa, jb, j, bits, vb, t, c, dom, cls, typ)
      VALUES
        ('acme', 4, '\\x00ff5c', ARRAY['a,b', NULL, '', 'NULL', '"', E'\\\\'], 'o''k',
         ARRAY['sad', NULL]::mood[], ROW(1, ''), ARRAY[ROW(NULL, NULL)::pair, NULL], '{"a": null}',
         '{"a": 1, "a" : 2}', B'101', B'', '', ' x', '', 'nasty', 'mood'),
        ('acme', 5, '', '{}', NULL, '{}', NULL, '{}', 'null', NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL),
        ('acme', 6, NULL, ARRAY[[E'\\t\\n'], ['😀']], 'sad', NULL, ROW(NULL, 'ß'), NULL, '"\\u00e9"',
         '[]', B'000', B'1', E'a\\tb\\\\N\\r\\n\\\\.', '', E'\\\\.', 'pg_class', 'int4[]');
      INSERT INTO nasty (tenant_id, id, u, net, mac, x, r, v, mon, tim, pt) VALUES
        ('acme', 7, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::1/64', '08:00:2b:01:02:03',
         '<a>&amp;</a>', '(1,5]', 'a:1A b', '-12.34', '24:00:00-14', '(0.1,-0)'),
        ('other', 7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
      """;

  @ParameterizedTest
  @ValueSource(strings = {"ROW", "SCHEMA"})
  void nastyValuesArriveAsTheyAre(String isolation) throws Exception {
    Setting setting = isolation.equals("ROW") ? Setting.ROW : Setting.SCHEMA;
    try (TwoDatabases two = new TwoDatabases(setting)) {
      two.onSource(NASTY + REST);
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT f4::text FROM nasty WHERE id = 1")).isEqualTo("-0");
      assertThat(two.target("SELECT n::text FROM nasty WHERE id = 2")).isEqualTo("1.500");
      assertThat(two.target("SELECT cls::text FROM nasty WHERE id = 4")).isEqualTo("nasty");
    }
  }

  @Test
  void onlyTablesWithObjectIdsInThemGoAsText() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(
          NASTY + "; CREATE TABLE plain (tenant_id text PRIMARY KEY, m mood, a text[], n numeric)");
      assertThat(spec(two.store().plan(two.move), "rows/shop.nasty/0", "binary"))
          .isEqualTo("false");
      assertThat(spec(two.store().plan(two.move), "rows/shop.plain/0", "binary")).isEqualTo("true");
    }
  }

  private static String spec(Plan plan, String chunk, String key) {
    return plan.chunks().stream()
        .filter(c -> c.id().equals(chunk))
        .findFirst()
        .orElseThrow()
        .spec()
        .get(key);
  }

  private static List<String> ids(Plan plan, String prefix) {
    return plan.chunks().stream().map(c -> c.id()).filter(id -> id.startsWith(prefix)).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int, b text|n % 3, n::text",
        "uuid, b int|md5(n::text)::uuid, n",
        "text COLLATE \"und-x-icu\", b timestamptz|chr(200 + n % 300) || '''\\', 'epoch'::timestamptz + n * '1 us'::interval",
        "bytea, b float8|decode(md5(n::text), 'hex'), CASE n % 4 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' ELSE n * 0.1 END",
        "date, b numeric|'0001-01-01 BC'::date - n, -n / 7.0",
        "varchar(40), b char(8)|repeat('x', n % 30), n::text",
      })
  void everyRowIsInExactlyOneRangeOfItsKey(String keyAndValues) throws Exception {
    String[] parts = keyAndValues.split("\\|", 2);
    try (TwoDatabases two = new TwoDatabases(Setting.ROW.chunks(2_000))) {
      two.onSource(
          """
          CREATE TABLE keyed (
            tenant_id text, a %s, filler text, PRIMARY KEY (b, tenant_id, a));
          INSERT INTO keyed SELECT t, x.a, x.b, repeat('f', n %% 100)
            FROM generate_series(1, 700) n, unnest('{acme,other}'::text[]) t, LATERAL (SELECT %s) x (a, b)
          """
              .formatted(parts[0], parts[1]));
      Plan plan = two.copyAll();
      assertThat(ids(plan, "rows/shop.keyed/")).hasSizeGreaterThan(5);
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT count(*) FROM keyed")).isEqualTo("700");
    }
  }

  @Test
  void noRowsAndOneRowAreCopiedAndTheLastRangeIsOpen() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW.chunks(1))) {
      two.onSource(
          """
          CREATE TABLE none (tenant_id text, id int PRIMARY KEY);
          CREATE TABLE one (tenant_id text, id int PRIMARY KEY);
          CREATE TABLE three (tenant_id text, id int PRIMARY KEY);
          INSERT INTO none VALUES ('other', 1); INSERT INTO one VALUES ('acme', 1);
          INSERT INTO three VALUES ('acme', 1), ('acme', 2), ('acme', 3)
          """);
      Plan plan = two.store().plan(two.move);
      assertThat(ids(plan, "rows/shop.none/")).hasSize(1);
      assertThat(ids(plan, "rows/shop.one/")).hasSize(1);
      assertThat(ids(plan, "rows/shop.three/")).hasSize(3);
      assertThat(spec(plan, "rows/shop.three/2", "select")).endsWith("(\"id\") >= ('3'::integer)");
      TwoDatabases.chunks(plan).forEach(chunk -> two.store().copy(two.move, chunk));
      assertThat(two.failing(plan)).isEmpty();
    }
  }

  @Test
  void partitionsAndInheritanceChildrenAreCopiedByBlocksOnceEach() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(
          """
          CREATE TABLE parts (id int, at date, f text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
          CREATE TABLE old PARTITION OF parts FOR VALUES FROM (MINVALUE) TO ('2020-01-01')
            PARTITION BY LIST (id);
          CREATE TABLE "old ""rest" PARTITION OF old DEFAULT;
          CREATE TABLE new PARTITION OF parts DEFAULT;
          CREATE TABLE parent (id int, f text);
          CREATE TABLE child (extra int) INHERITS (parent);
          INSERT INTO parts SELECT n, '2019-07-01'::date + n, repeat('f', 100)
            FROM generate_series(1, 1000) n;
          INSERT INTO parent SELECT n, repeat('f', 100) FROM generate_series(1, 1000) n;
          INSERT INTO child SELECT n, repeat('f', 100), n FROM generate_series(1, 1000) n
          """);
      Plan plan = two.copyAll();
      assertThat(ids(plan, "rows/shop.parts/")).hasSizeGreaterThan(5);
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT count(*) FROM parts")).isEqualTo("1000");
      assertThat(two.target("SELECT count(*) FROM ONLY parent")).isEqualTo("1000");
    }
  }

  @Test
  void aTableThatWasRewrittenAfterItsBlocksWereCountedStartsAnew() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(
          """
          CREATE TABLE big (id int PRIMARY KEY, f text);
          INSERT INTO big SELECT n, repeat('f', 100) FROM generate_series(1, 2000) n;
          DELETE FROM big WHERE id % 3 = 0
          """);
      Plan plan = two.store().plan(two.move);
      List<dev.rehome.model.Chunk> chunks = TwoDatabases.chunks(plan);
      int half = chunks.size() / 2;
      chunks.subList(0, half).forEach(chunk -> two.store().copy(two.move, chunk));
      two.store().release(two.move);
      TwoDatabases.run(two.sourceDatabase(), "VACUUM FULL shop.big");
      chunks.subList(half, chunks.size()).forEach(chunk -> two.store().copy(two.move, chunk));
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT count(*) FROM big")).isEqualTo("1334");
      assertThat(two.target("SELECT count(*) FROM _rehome.receipt WHERE detail LIKE '% whole'"))
          .isEqualTo("1");
    }
  }

  @Test
  void aPredicateMeansTheApplicationsTablesAndExtensionsTheirOperators() throws Exception {
    try (TwoDatabases two =
        new TwoDatabases(
            Setting.ROW.predicate(
                "lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)"))) {
      TwoDatabases.run(two.sourceDatabase(), "CREATE EXTENSION citext SCHEMA public");
      TwoDatabases.run(two.targetDatabase(), "CREATE EXTENSION citext SCHEMA public");
      two.onSource(
          """
          CREATE TABLE orders (tenant_id citext, id int PRIMARY KEY);
          CREATE TABLE lines (order_id int, n int, PRIMARY KEY (order_id, n));
          INSERT INTO orders VALUES ('ACME', 1), ('acme', 2), ('other', 3);
          INSERT INTO lines VALUES (1, 1), (2, 1), (3, 1)
          """);
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("2");
      assertThat(two.target("SELECT count(*) FROM lines")).isEqualTo("2");
    }
  }
}
