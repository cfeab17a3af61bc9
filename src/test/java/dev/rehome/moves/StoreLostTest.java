package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Options;
import dev.rehome.sandbox.FreshSandbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** A store dies while the tenant is fenced, or when its guard is sealed. */
final class StoreLostTest {
  private static final int LIMIT_SECONDS = 3;

  /** For the tick, the question's own time, and a machine that is busy. */
  private static final Duration MARGIN = Duration.ofSeconds(12);

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000).withObjects();

  private String setting(String cell, String name) {
    return sandbox.get().properties().getProperty("rehome.cell.%s.%s".formatted(cell, name));
  }

  /** It swallows what it is sent, in the middle of the last look: no connection breaks. */
  @Test
  void aSourceThatFallsSilentAfterTheCutoverKeepsTheTenantOutOfBothCellsForAWhileOnly()
      throws Exception {
    String url = setting("us_east", "postgres.url");
    HttpServer application =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (TcpProxy proxy = TcpProxy.to(sandbox.get().server("us_east").port())) {
      AtomicLong silent = new AtomicLong();
      application.createContext(
          "/health",
          exchange -> {
            if (silent.compareAndSet(0, System.nanoTime())) {
              proxy.stallAt("SELECT");
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      application.start();
      Map<String, String> more =
          Map.of(
              "rehome.cell.us_east.postgres.url",
              url.replaceFirst(":\\d+(/|$)", ":" + proxy.port() + "$1"),
              "rehome.cell.us_west.health-urls",
              "http://127.0.0.1:%d/health".formatted(application.getAddress().getPort()),
              "rehome.store-lost-seconds",
              Integer.toString(LIMIT_SECONDS));
      try (Scene scene = new Scene(sandbox.get(), more)) {
        String move =
            scene.submit(
                "j1", Scene.SOURCE, Scene.TARGET, Options.NONE.accepting(List.of("objects")));
        try (Mover mover = new Mover(scene.settings(), move)) {
          await().atMost(Duration.ofSeconds(120)).until(() -> silent.get() != 0);
          assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("RH001");
          await()
              .pollInterval(Duration.ofMillis(100))
              .atMost(Duration.ofSeconds(150))
              .until(() -> scene.write(Scene.TARGET, "acme").equals("passes"));
          System.out.printf(
              "a source silent after the cutover: the target took writes after %d ms%n",
              (System.nanoTime() - silent.get()) / 1_000_000);
          proxy.up();
          assertThat(mover.finished(move).status()).isIn("done", "needs_hand");
        }
      }
    } finally {
      application.stop(0);
    }
  }

  private TcpProxy before(String store) throws Exception {
    return TcpProxy.to(
        store.equals("objects")
            ? URI.create(setting("us_west", "objects.endpoint")).getPort()
            : sandbox.get().server("us_west").port());
  }

  private Map<String, String> through(String store, TcpProxy proxy) {
    String key = store.equals("objects") ? "objects.endpoint" : "postgres.url";
    return Map.of(
        "rehome.cell.us_west." + key,
        setting("us_west", key).replaceFirst(":\\d+(/|$)", ":" + proxy.port() + "$1"),
        "rehome.cell.us_east.copy-bytes-per-second-max",
        "30000",
        "rehome.store-lost-seconds",
        Integer.toString(LIMIT_SECONDS));
  }

  @ParameterizedTest
  @CsvSource({"objects, true", "objects, false", "postgres, true", "postgres, false"})
  void theTenantWritesAgainWithinTheLimitAndTheMoveIsUndone(String store, boolean silent)
      throws Exception {
    for (int i = 0; i < 5; i++) {
      String key = "tenants/acme/o" + i;
      sandbox
          .objects()
          .client()
          .putObject(
              c -> c.bucket(setting("us_east", "objects.bucket")).key(key),
              RequestBody.fromBytes(new byte[100]));
    }
    try (TcpProxy proxy = before(store);
        Scene scene = new Scene(sandbox.get(), through(store, proxy))) {
      String move =
          scene.submit(
              "j1", Scene.SOURCE, Scene.TARGET, Options.NONE.accepting(List.of("objects")));
      try (Mover mover = new Mover(scene.settings(), move)) {
        await()
            .pollInterval(Duration.ofMillis(50))
            .atMost(Duration.ofSeconds(60))
            .until(() -> scene.history().move(move).orElseThrow().phase().equals("SNAPSHOT"));
        if (silent) {
          proxy.stall();
        } else {
          proxy.down();
        }
        long begun = System.nanoTime();
        assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
        await()
            .pollInterval(Duration.ofMillis(100))
            .atMost(MARGIN.plusSeconds(LIMIT_SECONDS))
            .until(() -> scene.write(Scene.SOURCE, "acme").equals("passes"));
        System.out.printf(
            "%s, silent %s: refused for %d ms more%n",
            store, silent, (System.nanoTime() - begun) / 1_000_000);
        proxy.up();
        Moved end = mover.finished(move);
        assertThat(end.status()).as(end.message()).isEqualTo("aborted");
        // a session that breaks fails its chunk at once; requests would be tried again
        if (silent || store.equals("objects")) {
          assertThat(end.message()).contains("a store of " + store, "store-lost-seconds");
        }
      }
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
    }
  }
}
