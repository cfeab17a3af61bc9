package dev.rehome.breadth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Tenant;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.store.HandedOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant's rows are found by its id, in whatever type the column has, and nobody else's are. */
final class TenantIdsTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12 | uuid, text, varchar(36), char(36), citext, ids
          42                                   | 421                                  | bigint, int, smallint, numeric, text, citext
          ``                                   | ` `                                  | text, varchar(3), citext
          `a'); DROP TABLE t0; -- "%s" \\`     | `a'); DROP TABLE t0; -- "%s" \\2`    | text, varchar(40), kinds, citext
          """)
  void areBoundInTheColumnsType(String id, String neighbour, String types) throws Exception {
    Tenant tenant = new Tenant("it's; \"acme\" --", id);
    try (StoreMove both =
        new StoreMove("ids_" + NUMBERS.incrementAndGet(), tenant, Isolation.ROW, 100)) {
      List<String> statements = new ArrayList<>();
      statements.add("CREATE DOMAIN ids AS uuid NOT NULL");
      statements.add(
          "CREATE TYPE kinds AS ENUM (%s, %s)".formatted(Sql.literal(id), Sql.literal(neighbour)));
      String[] all = types.split(", ", -1);
      for (int i = 0; i < all.length; i++) {
        statements.add(
            "CREATE TABLE t%d (tenant_id %s, n int, PRIMARY KEY (tenant_id, n))"
                .formatted(i, all[i]));
        statements.add(
            "INSERT INTO t%d SELECT x::%s, n FROM generate_series(1, 40) n, unnest(ARRAY[%s, %s]) x"
                .formatted(i, all[i], Sql.literal(id), Sql.literal(neighbour)));
      }
      both.onSource(statements);
      assertThat(both.blocking()).isEmpty();
      both.fence.close(both.move, Duration.ofSeconds(20));
      assertThat(both.copy()).isEmpty();
      assertThat(both.fence.seal(both.move)).isTrue();
      HandedOver.by(both.fence, both.move);
      assertThat(both.differences()).isEmpty();
      assertThat(refused(both, id)).isTrue();
      assertThat(refused(both, neighbour)).isFalse();
    }
  }

  private static boolean refused(StoreMove both, String id) {
    try {
      both.onSource(List.of("INSERT INTO t0 VALUES (%s, 1000)".formatted(Sql.literal(id))));
      return false;
    } catch (java.sql.SQLException e) {
      return e.getSQLState().equals("RH001");
    }
  }
}
