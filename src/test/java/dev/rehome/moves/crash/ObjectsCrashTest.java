package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Options;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.Servers;
import dev.rehome.wire.Wire;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The mover of rows and objects is killed between any two effects on objects: the tenant is whole
 * at one cell, and no upload and no stray object is left.
 */
final class ObjectsCrashTest {
  private static final String EAST = "app-shared";
  private static final String WEST = "acme-files";

  /** Each makes an object. */
  private static final String[] WRITES = {"PutObject", "CopyObject", "CompleteMultipartUpload"};

  private static SandboxObjects store;

  private Scene scene;
  private Map<String, String> acme;
  private Sandbox sandbox;
  private Wire wire;

  @BeforeAll
  static void start() throws Exception {
    store = SandboxObjects.start(Files.createTempDirectory("rehome-objects-"));
  }

  @AfterAll
  static void end() {
    store.close();
  }

  @BeforeEach
  void acmeHasObjects() throws Exception {
    for (String bucket : List.of(EAST, WEST)) {
      list(bucket, "")
          .keySet()
          .forEach(key -> store.client().deleteObject(c -> c.bucket(bucket).key(key)));
    }
    put("tenants/acme/large", 33 << 20);
    for (int i = 0; i < 40; i++) {
      put("tenants/acme/small-" + i, 1000 + i);
    }
    put("tenants/acme2/neighbour", 1000);
    acme = list(EAST, "tenants/acme/");
    sandbox = Servers.fresh(2_000).with(store);
    wire = Wire.to(URI.create(sandbox.properties().getProperty(endpoint("us_west"))));
  }

  private static String endpoint(String cell) {
    return "rehome.cell.%s.objects.endpoint".formatted(cell);
  }

  /** Begins with a target that is reached by the wire alone: the copy is a stream. */
  private void streamed() throws Exception {
    scene = new Scene(sandbox, Map.of(endpoint("us_west"), wire.endpoint().toString()));
  }

  /** Begins with both cells reached by the same wire: the store copies by itself. */
  private void withinTheStore() throws Exception {
    String both = wire.endpoint().toString();
    scene = new Scene(sandbox, Map.of(endpoint("us_east"), both, endpoint("us_west"), both));
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
    wire.close();
  }

  private static void put(String key, int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    store.client().putObject(c -> c.bucket(EAST).key(key), RequestBody.fromBytes(content));
  }

  /** Keys without the prefix, and sizes. */
  private static Map<String, String> list(String bucket, String prefix) {
    Map<String, String> found = new TreeMap<>();
    store
        .client()
        .listObjectsV2Paginator(c -> c.bucket(bucket).prefix(prefix))
        .contents()
        .forEach(o -> found.put(o.key().substring(prefix.length()), o.size() + " bytes"));
    return found;
  }

  private String submit() {
    return scene.submit(
        "j1", Scene.SOURCE, Scene.TARGET, Options.NONE.accepting(List.of("objects")));
  }

  private void check(Moved end) throws Exception {
    Aftermath.check(scene, end);
    assertThat(list(EAST, "tenants/acme/")).isEqualTo(acme);
    assertThat(list(EAST, "tenants/acme2/")).hasSize(1);
    assertThat(store.client().listMultipartUploads(c -> c.bucket(WEST)).uploads()).isEmpty();
    if (end.status().equals("done")) {
      assertThat(list(WEST, "files/")).isEqualTo(acme);
    } else {
      assertThat(list(WEST, "")).isEmpty();
    }
  }

  @Test
  void rowsAndObjectsMoveTogether() throws Exception {
    streamed();
    Moved end = scene.startAgain(submit());
    assertThat(end.status()).as(end.message()).isEqualTo("done");
    check(end);
  }

  @ParameterizedTest
  @CsvSource({
    "objects-object-written#7, ",
    "objects-part-written#2, ",
    "objects-part-written#2, ROLLBACK"
  })
  void killedInTheMiddleOfACopy(String place, Wish wish) throws Exception {
    streamed();
    survives(place, wish);
  }

  @Test
  void killedWhileTheStoreCopies() throws Exception {
    withinTheStore();
    survives("objects-object-written#7", null);
    assertThat(wire.count("PutObject") + wire.count("UploadPart")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "objects-page-listed, ",
    "objects-listed, ",
    "objects-object-written, ROLLBACK",
    "objects-upload-opened, ",
    "objects-upload-opened, ROLLBACK",
    "objects-upload-completed, ",
    "objects-upload-completed, ROLLBACK",
    "objects-chunk-recorded, ",
    "objects-chunk-recorded, ROLLBACK"
  })
  @Tag("long")
  void killedAnywhere(String place, Wish wish) throws Exception {
    streamed();
    survives(place, wish);
  }

  @ParameterizedTest
  @CsvSource({"objects-uploads-aborted", "objects-batch-discarded"})
  @Tag("long")
  void killedWhileItIsUndone(String place) throws Exception {
    streamed();
    String move = submit();
    String before = place.equals("objects-uploads-aborted") ? "part-written#2" : "chunk-recorded";
    kill(move, "objects-" + before);
    scene.wish(move, Wish.ROLLBACK);
    kill(move, place);
    check(scene.startAgain(move));
  }

  private void survives(String place, Wish wish) throws Exception {
    String move = submit();
    kill(move, place);
    wire.settle();
    Set<String> before = wire.keys(WRITES).keySet();
    wire.forget();
    Set<String> done = new TreeSet<>(list(WEST, "").keySet());
    assertThat(before).as("what was copied was counted").containsAll(done);
    if (wish != null) {
      scene.wish(move, wish);
    }
    Moved end = scene.startAgain(move);
    assertThat(end.status()).as(end.message()).isEqualTo(wish == null ? "done" : "rolled_back");
    check(end);
    Map<String, Integer> again = wire.keys(WRITES);
    assertThat(again.keySet()).as("copied a second time").noneMatch(done::contains);
    assertThat(again).hasSize(wish == null ? acme.size() - done.size() : 0);
    assertThat(again.values()).allMatch(times -> times == 1);
  }

  private void kill(String move, String place) throws Exception {
    try (MoverProcess mover = scene.mover(move, place)) {
      assertThat(mover.ended()).as("%s was not hit:%n%s", place, mover.log()).isEqualTo(137);
    }
  }
}
