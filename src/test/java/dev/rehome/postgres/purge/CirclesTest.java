package dev.rehome.postgres.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that refer to each other go in batches of bounded size, whatever shape they have. */
class CirclesTest {
  private static final String TREE =
      "CREATE TABLE nodes (id int PRIMARY KEY, tenant_id text, up int REFERENCES nodes %s); CREATE"
          + " INDEX ON nodes (up)";

  /** The parent of a node n of the tenant's. */
  private static String rows(int rows, String up) {
    return """
    INSERT INTO nodes SELECT n, 'acme', NULL FROM generate_series(1, %1$d) n;
    UPDATE nodes SET up = %2$s FROM (SELECT id AS n FROM nodes) AS of WHERE of.n = id;
    INSERT INTO nodes VALUES (-1, 'globex', -1), (-2, 'globex', -1)
    """
        .formatted(rows, up);
  }

  /** How many rows each batch has deleted. */
  private static List<Long> batches(Departed acme) {
    acme.purge.take(acme.left);
    List<Long> batches = new ArrayList<>();
    long batch;
    while ((batch = acme.purge.next(acme.left.asBegun())) > 0) {
      batches.add(batch);
    }
    acme.purge.settle(acme.left.asBegun());
    return batches;
  }

  private static void purged(String up, int rows, String tables, long most) throws SQLException {
    try (Departed acme = new Departed(Setting.ROW, tables, rows(rows, up))) {
      long begin = System.nanoTime();
      List<Long> batches = batches(acme);
      System.out.printf(
          "%s: %d rows in %d batches, %d ms%n",
          up, rows, batches.size(), (System.nanoTime() - begin) / 1_000_000);
      assertThat(batches.stream().mapToLong(Long::longValue).sum()).isEqualTo(rows);
      assertThat(batches).allMatch(size -> size <= most);
      assertThat(acme.count("nodes")).isEqualTo(2);
    }
  }

  /** A tree, a chain, a ring of each ten, all of it in one ring. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NULLIF(n / 10, 0)",
        "NULLIF(n - 1, 0)",
        "CASE WHEN n % 10 = 0 THEN n - 9 ELSE n + 1 END"
      })
  void goInBatches(String up) throws SQLException {
    purged(up, 5_000, TREE.formatted("ON DELETE CASCADE"), 4_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "DEFERRABLE INITIALLY DEFERRED", "ON DELETE RESTRICT", "ON DELETE SET NULL"})
  void oneRingOfAllGoesAtOnceWhateverItsForeignKeyDoes(String action) throws SQLException {
    purged("1 + n % 1500", 1_500, TREE.formatted(action), 1_500);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"NULLIF(n / 10, 0)", "NULLIF(n - 1, 0)", "1 + n % 100000"})
  void aHundredThousand(String up) throws SQLException {
    purged(up, 100_000, TREE.formatted(""), up.startsWith("1 +") ? 100_000 : BatchPace.ROWS_MAX);
  }

  @Test
  void moreThanFitsIsOrderedPieceByPiece() throws SQLException {
    try (Departed acme =
        new Departed(Setting.ROW, TREE.formatted(""), rows(5_000, "NULLIF(n / 10, 0)"))) {
      acme.purge.take(acme.left);
      PostgresSide source = acme.cells.cells().source(acme.left.move());
      Remains remains = Remains.read(acme.cells.cells(), acme.left.move());
      Group group = DeletionOrder.of(remains, Map.of()).get(0);
      Batch batch = new Batch(source, acme.left.move(), remains.scope(), false);
      long deleted = 0;
      for (RowOrder some = few(source, group, remains);
          !some.empty();
          some = few(source, group, remains)) {
        assertThat(some.any()).isTrue();
        deleted += batch.delete(group, some.take(2_000).slices(), false);
      }
      assertThat(deleted).isEqualTo(5_000);
    }
  }

  private static RowOrder few(PostgresSide source, Group group, Remains remains) {
    return source.transaction(
        connection -> {
          SearchPath.set(connection, SearchPath.source(remains.scope()));
          return RowOrder.read(connection, group, remains, 700);
        });
  }

  @Test
  void whoRefersToTheCircleGoesBeforeItAndWhomItRefersToAfterIt() throws SQLException {
    String tables =
        """
        CREATE TABLE a_last (id int PRIMARY KEY, tenant_id text);
        CREATE TABLE one (id int PRIMARY KEY, tenant_id text, last int REFERENCES a_last, other int);
        CREATE TABLE other (id int PRIMARY KEY, tenant_id text, one int REFERENCES one);
        ALTER TABLE one ADD FOREIGN KEY (other) REFERENCES other;
        CREATE TABLE z_first (id int PRIMARY KEY, tenant_id text, one int REFERENCES one ON DELETE CASCADE)
        """;
    String rows =
        """
        INSERT INTO a_last VALUES (1, 'acme');
        INSERT INTO one VALUES (1, 'acme', 1, NULL), (2, 'acme', 1, NULL);
        INSERT INTO other VALUES (1, 'acme', 1), (2, 'acme', 2);
        UPDATE one SET other = 3 - id;
        INSERT INTO z_first VALUES (1, 'acme', 1), (2, 'acme', 2)
        """;
    try (Departed acme = new Departed(Setting.ROW, tables, rows)) {
      assertThat(acme.problems()).isEmpty();
      assertThat(batches(acme)).containsExactly(2L, 4L, 1L);
    }
  }
}
