package dev.rehome.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.postgres.Buckets;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** References are rewritten once, whatever way the rows take. */
final class ObjectCopyTest {
  /** Rewritten twice it would be another key: what it becomes begins like what it was. */
  private static final ObjectsCell DEEPER =
      Buckets.at("http://east:9000", "app-files", "tenants/{tenant}/tenants/{tenant}");

  private static final String DOCS =
      """
      CREATE TABLE docs (id int PRIMARY KEY, url text, f text);
      INSERT INTO docs SELECT n, 'tenants/acme/' || n || '.pdf', repeat('f', 100) FROM generate_series(1, 2000) n;
      DELETE FROM docs WHERE id % 3 = 0
      """;

  private static final String ONCE =
      "SELECT count(*) FROM docs WHERE url = 'tenants/acme/tenants/acme/' || id || '.pdf'";

  private static void listed(TwoDatabases two) {
    for (int i = 1; i <= 2000; i++) {
      two.book().list(i + ".pdf");
    }
  }

  private static Setting deeper(Setting setting) {
    return setting.objects(Buckets.SHARED, DEEPER, "docs.url");
  }

  @Test
  void aChunkThatFailedAndOneThatAnotherWorkerCopiesAgainAreRewrittenOnce() throws Exception {
    try (TwoDatabases two = new TwoDatabases(deeper(Setting.ROW.chunks(20_000)))) {
      two.onSource(DOCS + "; ALTER TABLE docs ADD tenant_id text NOT NULL DEFAULT 'acme'");
      listed(two);
      Plan plan = two.store().plan(two.move);
      List<Chunk> chunks = TwoDatabases.chunks(plan);
      List<Chunk> rows = chunks.stream().filter(RowCopy::knows).toList();
      assertThat(rows).hasSizeGreaterThan(3);
      chunks.stream().filter(c -> c.wave() == 0).forEach(c -> two.store().copy(two.move, c));
      two.plant("ALTER TABLE docs ADD CONSTRAINT no CHECK (id <> 1000)");
      rows.subList(0, 2).forEach(chunk -> two.store().copy(two.move, chunk));
      assertThatThrownBy(() -> rows.forEach(chunk -> two.store().copy(two.move, chunk)))
          .hasMessageContaining("\"no\"");
      two.plant("ALTER TABLE docs DROP CONSTRAINT no");
      two.store().release(two.move);
      Move second = TwoDatabases.move(2, Options.NONE);
      chunks.forEach(chunk -> two.store().copy(second, chunk));
      chunks.forEach(chunk -> two.store().copy(second, chunk));
      proven(two, second, plan);
      assertThat(two.target(ONCE)).isEqualTo("1334");
    }
  }

  private static void proven(TwoDatabases two, Move move, Plan plan) {
    assertThat(plan.checks())
        .allSatisfy(check -> assertThat(two.store().check(move, check).passed()).isTrue());
  }

  @Test
  void aTableThatWasRewrittenInBetweenIsToo() throws Exception {
    try (TwoDatabases two = new TwoDatabases(deeper(Setting.SCHEMA.chunks(20_000)))) {
      two.onSource(DOCS);
      listed(two);
      Plan plan = two.store().plan(two.move);
      List<Chunk> chunks = TwoDatabases.chunks(plan);
      int half = chunks.size() / 2;
      chunks.subList(0, half).forEach(chunk -> two.store().copy(two.move, chunk));
      two.store().release(two.move);
      TwoDatabases.run(two.sourceDatabase(), "VACUUM FULL shop.docs");
      chunks.subList(half, chunks.size()).forEach(chunk -> two.store().copy(two.move, chunk));
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target(ONCE)).isEqualTo("1334");
    }
  }

  @Test
  void partitionsAreRewrittenAndMirroredAndRehearsedOnesProven() throws Exception {
    String parts =
        """
        CREATE TABLE docs (id int, at int, url text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE old PARTITION OF docs FOR VALUES FROM (MINVALUE) TO (5);
        CREATE TABLE new PARTITION OF docs DEFAULT;
        INSERT INTO docs SELECT n, n, 'tenants/acme/' || n || '.pdf' FROM generate_series(1, 10) n
        """;
    try (TwoDatabases two = new TwoDatabases(deeper(Setting.SCHEMA))) {
      two.onSource(parts);
      listed(two);
      Move rehearsal = TwoDatabases.move(1, Options.NONE.rehearsed());
      Plan rehearsed = two.store().plan(rehearsal);
      TwoDatabases.chunks(rehearsed).forEach(chunk -> two.store().copy(rehearsal, chunk));
      two.onSource("UPDATE docs SET url = 'tenants/acme/1.pdf'");
      proven(two, rehearsal, rehearsed);
      two.store().release(rehearsal);
    }
    try (TwoDatabases two = new TwoDatabases(deeper(Setting.SCHEMA))) {
      two.onSource(parts + "; UPDATE docs SET url = 'tenants/acme/1.pdf'");
      listed(two);
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT min(url) || max(url) FROM docs"))
          .isEqualTo("tenants/acme/tenants/acme/1.pdf".repeat(2));

      Plan mirrored = two.store().ahead(TwoDatabases.move(1, TwoDatabases.MIRRORED));
      assertThat(two.failing(mirrored)).isEmpty();
      two.plant("UPDATE docs SET url = 'tenants/acme/1.pdf' WHERE id = 3");
      assertThat(two.failing(mirrored)).containsExactly("object-references shop.docs.url");
    }
  }

  @Test
  void thereAndBackAmongNeighboursBringsTheFirstValues() throws Exception {
    String table =
        "CREATE TABLE docs (tenant_id text, id int PRIMARY KEY, url text, meta jsonb, CHECK (url <>"
            + " ''))";
    Setting setting =
        Setting.ROW_TO_ROW.objects(Buckets.SHARED, Buckets.OWN, "docs.url", "docs.meta:/*/urls/*");
    try (TwoDatabases two = new TwoDatabases(setting)) {
      two.quiet(true);
      two.onSource(
          table
              + """
              ; INSERT INTO docs SELECT t, n, u, jsonb_build_object('x', jsonb_build_object('urls', jsonb_build_array(u, n)))
              FROM unnest(ARRAY['s3://app-files/tenants/acme/1.pdf', 'http://east:9000/app-files/tenants/acme/1.pdf?a',
                'https://app-files.east/tenants/acme/1.pdf', 'tenants/acme/1.pdf', 'tenants/acme2/1.pdf', NULL])
                WITH ORDINALITY AS x (u, n), LATERAL (SELECT CASE WHEN n < 7 THEN 'acme' END) AS y (t);
              INSERT INTO docs VALUES ('other', 100, 'tenants/acme/1.pdf')
              """);
      two.onTarget(table + "; INSERT INTO docs VALUES ('acme2', 101, 'tenants/acme/1.pdf')");
      two.book().list("1.pdf");
      String all = "SELECT string_agg(d::text, ' ' ORDER BY id) FROM %s d";
      String before = two.source(all.formatted("shop.docs"));
      assertThat(two.failing(two.copyAll())).isEmpty();
      assertThat(
              two.target(
                  "SELECT count(*) FROM docs WHERE url = meta #>> '{x,urls,0}' AND url ~"
                      + " 'of/acme/1.pdf'"))
          .isEqualTo("4");
      assertThat(two.target("SELECT url FROM docs WHERE id = 101")).isEqualTo("tenants/acme/1.pdf");

      two.onSource("DELETE FROM docs WHERE tenant_id = 'acme'");
      Move there = two.move;
      Move back =
          new Move(
              "m2", "j2", there.tenant(), "us_west", "us_east", Options.NONE, 3, there.position());
      Plan plan = two.store().plan(back);
      TwoDatabases.chunks(plan).forEach(chunk -> two.store().copy(back, chunk));
      proven(two, back, plan);
      assertThat(two.source(all.formatted("shop.docs"))).isEqualTo(before);
    } finally {
      try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
        two.quiet(false);
      }
    }
  }

  @Test
  void nothingIsRewrittenWhenTheObjectsStay() throws Exception {
    Options leaving =
        new Options(
            Options.NONE.drainTimeoutSeconds(),
            Options.NONE.pauseMaxSeconds(),
            false,
            false,
            false,
            List.of("objects"));
    try (TwoDatabases two = new TwoDatabases(deeper(Setting.SCHEMA))) {
      two.onSource(DOCS);
      Move move = TwoDatabases.move(1, leaving);
      Plan plan = two.store().plan(move);
      TwoDatabases.chunks(plan).forEach(chunk -> two.store().copy(move, chunk));
      assertThat(plan.checks()).extracting(check -> check.name()).doesNotContain("objects-exist");
      proven(two, move, plan);
      assertThat(
              two.target("SELECT count(*) FROM docs WHERE url = 'tenants/acme/' || id || '.pdf'"))
          .isEqualTo("1334");
    }
  }
}
