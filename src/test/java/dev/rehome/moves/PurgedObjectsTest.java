package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Options;
import dev.rehome.moves.purge.Purging;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Purged.Ending;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.Servers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The purge of a cell's objects is killed, or sleeps until the tenant lives there again: stark
 * leaves us_south, is purged there, and returns.
 */
final class PurgedObjectsTest {
  private static final String SOUTH = "app-shared";
  private static final String PREFIX = "tenants/stark/";

  private static SandboxObjects store;

  private Scene scene;

  @BeforeAll
  static void start() throws Exception {
    store = SandboxObjects.start(Files.createTempDirectory("rehome-objects-"));
  }

  @AfterAll
  static void end() {
    store.close();
  }

  @BeforeEach
  void starkHasMoved() throws Exception {
    for (String bucket : List.of(SOUTH, "acme-files")) {
      list(bucket).keySet().forEach(k -> store.client().deleteObject(c -> c.bucket(bucket).key(k)));
    }
    for (int i = 0; i < 3; i++) {
      put("object-" + i, "content " + i);
    }
    Sandbox sandbox = Servers.fresh(2_000).with(store);
    Map<String, String> schemas = new TreeMap<>();
    schemas.put("rehome.cell.us_west.postgres.isolation", "schema");
    schemas.put("rehome.cell.us_west.postgres.schemas", "tenant_{tenant}");
    schemas.put("rehome.cell.us_west.objects.prefix", "files/{tenant}/");
    // us_south keeps its objects where us_east does
    sandbox
        .properties()
        .forEach(
            (key, value) -> {
              String name = key.toString();
              if (name.startsWith("rehome.cell.us_east.objects.")) {
                schemas.put(name.replace("us_east", "us_south"), value.toString());
              }
            });
    scene = new Scene(sandbox, schemas);
    move("j1", "us_south", "us_west");
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  private static void put(String name, String content) {
    store
        .client()
        .putObject(c -> c.bucket(SOUTH).key(PREFIX + name), RequestBody.fromString(content));
  }

  private static Map<String, String> list(String bucket) {
    Map<String, String> found = new TreeMap<>();
    store
        .client()
        .listObjectsV2(c -> c.bucket(bucket))
        .contents()
        .forEach(o -> found.put(o.key(), o.eTag()));
    return found;
  }

  private void move(String job, String from, String to) {
    Options observed = Options.NONE.accepting(List.of("objects"));
    String move = scene.submit(job, "stark", from, to, observed).move().orElseThrow();
    assertThat(scene.startAgain(move))
        .satisfies(end -> assertThat(end.status()).as(end.message()).isEqualTo("done"));
  }

  private void purge() {
    Purged purged = Purging.purge(scene.settings(), "stark");
    assertThat(purged.ending()).as(purged.toString()).isEqualTo(Ending.PURGED);
  }

  /** It has looked at all that it is about to delete; by then that is live again. */
  @Test
  void asleepInFrontOfADeleteUntilTheTenantIsBackItDeletesNothing() throws Exception {
    MoverProcess sleeper = scene.purger("stark", "objects-purge-compared", "STOP");
    sleeper.asleep();
    assertThat(list(SOUTH)).hasSize(3);
    purge();
    assertThat(list(SOUTH)).isEmpty();
    move("j2", "us_west", "us_south");
    put("object-2", "written since");
    Map<String, String> live = list(SOUTH);
    assertThat(live).hasSize(3);
    Map<String, String> book = scene.book();

    sleeper.signal("CONT");

    assertThat(sleeper.ended()).as(sleeper.log()).isEqualTo(3);
    assertThat(sleeper.log()).contains("STOPPED another worker, or a move, has taken over");
    assertThat(list(SOUTH)).isEqualTo(live);
    assertThat(scene.book()).isEqualTo(book);
  }

  @Test
  void killedBesideADeleteItGoesOnAtItsNextStart() throws Exception {
    for (String place : List.of("objects-purge-compared", "objects-purge-deleted")) {
      try (MoverProcess purger = scene.purger("stark", place, "KILL")) {
        assertThat(purger.ended()).as(purger.log()).isEqualTo(MoverProcess.KILLED);
      }
      assertThat(list(SOUTH)).hasSize(place.endsWith("deleted") ? 0 : 3);
    }
    purge();
    assertThat(list(SOUTH)).isEmpty();
    assertThat(list("acme-files")).hasSize(3);
  }
}
