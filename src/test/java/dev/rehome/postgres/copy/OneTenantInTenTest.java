package dev.rehome.postgres.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A tenant that has a tenth of a table does not make the server read the table again and again. */
final class OneTenantInTenTest {
  private static final String ROWS =
      """
      CREATE TABLE rows (tenant_id text, id bigint, note text%s);
      INSERT INTO rows SELECT CASE n %% 10 WHEN 0 THEN 'acme' ELSE 't' || n %% 10 END, n, repeat('x', 150)
        FROM generate_series(1, 100000) n;
      """;

  /** The planning of the chunks, the copy, and the digest; counts and keys need no row. */
  private static final int PASSES = 4;

  private static final Setting SMALL_CHUNKS = Setting.ROW.chunks(256 << 10);

  private static final String PAGES = "SELECT pg_relation_size('shop.rows') / 8192";

  private static final String PAGES_READ =
      "SELECT heap_blks_read + heap_blks_hit FROM pg_statio_user_tables WHERE relname = 'rows'";

  private static final String ROWS_SCANNED =
      "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'rows'";

  /** For a thousand of the tenant's rows, by which the planning tells how large they are. */
  private static final int SAMPLED_MAX = 20_000;

  @Test
  void byItsIndexEachPassReadsTheTableOnceAtMost() throws Exception {
    TwoDatabases two = new TwoDatabases(SMALL_CHUNKS);
    long before = begin(two, ", PRIMARY KEY (tenant_id, id)");
    long scanned = number(two, ROWS_SCANNED);
    moved(two, 6);
    assertThat(number(two, ROWS_SCANNED) - scanned)
        .as("rows read without the index")
        .isLessThanOrEqualTo(SAMPLED_MAX);
    assertThat(number(two, PAGES_READ) - before)
        .as("pages read, of %d", number(two, PAGES))
        .isLessThanOrEqualTo(PASSES * number(two, PAGES));
  }

  @Test
  void withoutAnIndexEachPassReadsTheTableOnce() throws Exception {
    TwoDatabases two = new TwoDatabases(SMALL_CHUNKS);
    long before = begin(two, "");
    moved(two, 1);
    assertThat(number(two, PAGES_READ) - before)
        .as("pages read, of %d", number(two, PAGES))
        .isLessThanOrEqualTo(PASSES * number(two, PAGES));
  }

  /** Returns how many pages have been read so far. */
  private static long begin(TwoDatabases two, String key) throws Exception {
    two.onSource(ROWS.formatted(key));
    TwoDatabases.run(two.sourceDatabase(), "VACUUM ANALYZE shop.rows");
    TimeUnit.SECONDS.sleep(1);
    return number(two, PAGES_READ);
  }

  /** Its sessions have ended when this returns, and with that have told what they read. */
  private static void moved(TwoDatabases two, int chunks) throws Exception {
    try (two) {
      Plan plan = two.copyAll();
      assertThat(plan.chunks().stream().filter(chunk -> chunk.id().startsWith("rows/")).count())
          .isGreaterThanOrEqualTo(chunks);
      assertThat(two.failing(plan)).isEmpty();
    }
    TimeUnit.SECONDS.sleep(1);
  }

  private static long number(TwoDatabases two, String question) throws SQLException {
    return Long.parseLong(two.source(question));
  }
}
