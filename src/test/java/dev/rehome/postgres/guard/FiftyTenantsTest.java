package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.catalog;
import static dev.rehome.postgres.guard.Shop.move;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Move;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fifty tenants of the same tables, fenced and unfenced at once, eight at a time. */
class FiftyTenantsTest {
  private static final int TENANTS = 50;
  private static final int AT_ONCE = 8;

  private static final String TRIGGERS =
      "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'rehome%' AND tgenabled = 'A'";

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  @Test
  void shareOneTriggerForEachOperationAndTheirNeighboursWriteOn() throws Exception {
    try (Shop shop = new Shop()) {
      Connection superuser = shop.superuser();
      String before = catalog(superuser);
      List<Move> moves =
          IntStream.range(0, TENANTS).mapToObj(n -> move("m" + n, "tenant" + n, 1)).toList();
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Long> neighbour =
          CompletableFuture.supplyAsync(() -> longestWrite(shop.app(), over));
      try {
        each(moves, shop, move -> shop.fence.close(move, Duration.ofSeconds(30)) != null);
        assertThat(text(superuser, TRIGGERS)).as("four for each of two tables").isEqualTo("8");
        Connection app = shop.app();
        for (int n = 0; n < TENANTS; n++) {
          assertRefused(app, "INSERT INTO orders VALUES (%d, 'tenant%d')".formatted(10 + n, n));
        }
        each(moves, shop, move -> lifted(shop, move));
      } finally {
        over.set(true);
      }
      System.out.println("the neighbour's longest write took " + neighbour.join() + " ms");
      assertThat(neighbour.join()).isLessThan(5_000);
      run(shop.app(), "INSERT INTO orders VALUES (10, 'tenant7')");
      assertThat(catalog(superuser)).isEqualTo(before);
    }
  }

  private static boolean lifted(Shop shop, Move move) {
    await().atMost(DRAIN.multipliedBy(6)).until(() -> shop.fence.lift(move));
    return true;
  }

  /** What is done for each tenant. */
  private interface Work {
    boolean of(Move move);
  }

  private void each(List<Move> moves, Shop shop, Work work) throws Exception {
    long begin = System.nanoTime();
    List<Callable<Boolean>> all =
        moves.stream()
            .map(
                move ->
                    (Callable<Boolean>)
                        () -> {
                          try {
                            return work.of(move);
                          } finally {
                            shop.cells.release(move);
                          }
                        })
            .toList();
    for (Future<Boolean> one : threads.invokeAll(all)) {
      assertThat(one.get()).isTrue();
    }
    System.out.printf("%d in %d ms%n", moves.size(), (System.nanoTime() - begin) / 1_000_000);
  }

  /** In milliseconds; a write that fails ends it. */
  private static long longestWrite(Connection app, AtomicBoolean over) {
    long longest = 0;
    int id = 1_000;
    try {
      while (!over.get()) {
        long begin = System.nanoTime();
        run(app, "INSERT INTO orders VALUES (" + id++ + ", 'globex')");
        longest = Math.max(longest, (System.nanoTime() - begin) / 1_000_000);
      }
      return longest;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
