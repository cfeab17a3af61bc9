package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.move;
import static dev.rehome.postgres.guard.Shop.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inheritance children, types and names of the tenant's column, and whole tables. */
class TablesTest {
  private static Shop of(String tables) {
    return new Shop(tables, Map.of(), Optional.empty());
  }

  @Test
  void aDisabledTriggerStopsTheMove() throws SQLException {
    try (Shop shop = new Shop()) {
      shop.fence.close(M1, DRAIN);
      run(shop.superuser(), "ALTER TABLE shop.items DISABLE TRIGGER USER");
      assertThatThrownBy(() -> shop.fence.seal(M1)).hasMessageContaining("[shop.items]");
    }
  }

  @Test
  void anInheritanceChildIsFenced() throws SQLException {
    try (Shop shop =
        of(
            "CREATE TABLE parent (id int, tenant_id text); CREATE TABLE child () INHERITS"
                + " (parent)")) {
      shop.fence.close(M1, DRAIN);
      assertRefused(shop.app(), "INSERT INTO child VALUES (1, 'acme')");
      assertRefused(shop.app(), "TRUNCATE parent");
      run(shop.app(), "INSERT INTO child VALUES (1, 'zenith')");
      assertRefused(shop.app(), "UPDATE parent SET tenant_id = 'acme'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "citext, acme, ACME, zenith",
    "uuid, 0c9f6a4e-0000-4000-8000-00000000000a, 0C9F6A4E-0000-4000-8000-00000000000A,"
        + " 0c9f6a4e-0000-4000-8000-00000000000b",
    "bigint, 7, 007, 8",
    "char(6), acme, acme, zenith",
    "varchar(4), acmeterra, ACME, acme",
    "folded, acme, ACME, zenith"
  })
  void theTenantIsComparedInTheColumnsOwnType(
      String type, String id, String spelling, String neighbour) throws SQLException {
    try (Shop shop =
        of(
            "CREATE DOMAIN folded AS citext; CREATE TABLE t (id int PRIMARY KEY, tenant_id %s)"
                .formatted(type))) {
      shop.fence.close(move("m1", id, 1), DRAIN);
      if (!type.startsWith("varchar")) {
        assertRefused(shop.app(), "INSERT INTO t VALUES (1, '%s')".formatted(spelling));
      }
      run(shop.app(), "INSERT INTO t VALUES (2, '%s')".formatted(neighbour));
    }
  }

  @Test
  void namesAndIdsThatNeedQuotingAreQuoted() throws SQLException {
    String odd = "o'ne\\ $x$ \"two\"";
    try (Shop shop =
        of("CREATE TABLE \"odd \"\"table'\" (id int PRIMARY KEY, \"tenant_id\" text)")) {
      Move move = move("m1", odd, 1);
      shop.fence.close(move, DRAIN);
      String insert = "INSERT INTO \"odd \"\"table'\" VALUES (%d, '%s')";
      assertRefused(shop.app(), insert.formatted(1, odd.replace("'", "''")));
      run(shop.app(), insert.formatted(2, "one"));
      assertThat(shop.fence.lift(move)).isTrue();
    }
  }

  @Test
  void aTableThatIsTheTenantsWholeIsFencedForEveryRow() throws SQLException {
    try (Shop shop = new Shop()) {
      PostgresFence fence =
          new PostgresFence(shop.cells, move -> whole(shop.scope(move)), Shop.LEASE);
      fence.close(M1, DRAIN);
      assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'zenith')");
      assertRefused(shop.app(), "DELETE FROM orders WHERE id = 2");
      assertThat(fence.seal(M1)).isTrue();
      assertThat(fence.lift(M1)).isTrue();
      run(shop.app(), "INSERT INTO orders VALUES (10, 'zenith')");
    }
  }

  private static Scope whole(Scope scope) {
    return new Scope(
        scope.schemas(),
        scope.tables().stream()
            .map(
                table ->
                    new ScopedTable(
                        table.source(),
                        table.target(),
                        new Reach.Whole(),
                        table.columns(),
                        table.key(),
                        table.partitioned(),
                        table.leaves()))
            .toList());
  }
}
