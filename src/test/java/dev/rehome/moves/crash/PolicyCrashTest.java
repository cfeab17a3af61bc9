package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.servers.PolicyFront;
import dev.rehome.sandbox.servers.S3;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A source that its bucket's policy fences, through whole moves, and the mover killed between any
 * two changes of the policy: an undone move leaves it byte for byte as it was. The store is S3Proxy
 * behind {@link PolicyFront}, which is not AWS.
 */
final class PolicyCrashTest {
  private static final String EAST = "app-shared";
  private static final String WEST = "acme-files";
  private static final String THEIRS =
      """
      {"Version": "2012-10-17", "Statement": {"Sid": "Theirs", "Effect": "Deny", "Principal": "*",
        "Action": "s3:PutObject", "Resource": "arn:aws:s3:::app-shared/closed/*"}}
      """;

  private SandboxObjects store;
  private PolicyFront front;
  private S3Client tenant;
  private Sandbox sandbox;
  private Scene scene;

  @BeforeEach
  void start() throws Exception {
    store = SandboxObjects.start(Files.createTempDirectory("rehome-policy-"));
    sandbox = Servers.fresh(2_000).with(store);
    front =
        PolicyFront.of(
            URI.create(sandbox.properties().getProperty("rehome.cell.us_east.objects.endpoint")));
    tenant = S3.client(front.endpoint());
    for (int i = 0; i < 5; i++) {
      put("tenants/acme/" + i);
    }
    front.set(EAST, THEIRS);
    scene = scene(30);
  }

  private Scene scene(int leaseSeconds) throws Exception {
    Map<String, String> more = new HashMap<>();
    more.put("rehome.cell.us_east.objects.endpoint", front.endpoint().toString());
    more.put("rehome.cell.us_east.objects.fence", "bucket-policy");
    more.put("rehome.fence-lease-seconds", Integer.toString(leaseSeconds));
    return new Scene(sandbox, more);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
    tenant.close();
    front.close();
    store.close();
  }

  private void put(String key) {
    tenant.putObject(c -> c.bucket(EAST).key(key), RequestBody.fromString(key));
  }

  /** The tenant writes over its first object what it holds: {@code passes}, or the store's word. */
  private String write() {
    try {
      put("tenants/acme/0");
      return "passes";
    } catch (S3Exception e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  private String policy() {
    return front.policy(EAST).orElse("none");
  }

  private int objects(String bucket, String prefix) {
    return store.client().listObjectsV2(c -> c.bucket(bucket).prefix(prefix)).keyCount();
  }

  private String submit() {
    return scene.submit("j1", Scene.SOURCE, Scene.TARGET);
  }

  private void check(Moved end) throws Exception {
    Aftermath.check(scene, end);
    put("tenants/acme2/neighbour");
    assertThat(objects(EAST, "tenants/acme/")).isEqualTo(5);
    if (end.status().equals("done")) {
      assertThat(objects(WEST, "files/")).isEqualTo(5);
      assertThat(policy()).contains("RehomeMoved").doesNotContain("RehomeFence").contains("Theirs");
      assertThat(write()).isEqualTo("AccessDenied");
    } else {
      assertThat(objects(WEST, "")).isZero();
      assertThat(policy()).isEqualTo(THEIRS);
      assertThat(write()).isEqualTo("passes");
    }
  }

  private void kill(String move, String place, String... wants) throws Exception {
    try (MoverProcess mover = scene.mover(move, place, wants)) {
      assertThat(mover.ended()).as("%s was not hit:%n%s", place, mover.log()).isEqualTo(137);
    }
  }

  @Test
  void aFencedSourceNeedsNoConsentAndIsPurgedBehindItsFence() throws Exception {
    Moved end = scene.startAgain(submit());
    assertThat(end.status()).as(end.message()).isEqualTo("done");
    assertThat(end.message()).doesNotContain("consent");
    check(end);
    String shut = policy();
    try (MoverProcess purger = scene.purger("acme", "", "KILL")) {
      assertThat(purger.ended()).as(purger.log()).isZero();
    }
    assertThat(objects(EAST, "tenants/acme/")).isZero();
    assertThat(objects(WEST, "files/")).isEqualTo(5);
    assertThat(policy()).isEqualTo(shut);
    assertThat(write()).isEqualTo("AccessDenied");
  }

  @ParameterizedTest
  @CsvSource({"objects-policy-written, aborted", "objects-fence-sealed, aborted"})
  void killedBetweenChangesOfThePolicy(String place, String status) throws Exception {
    survives(place, status);
  }

  @ParameterizedTest
  @CsvSource({
    "objects-fence-closed, aborted",
    "objects-policy-written#3, done",
    "drain-fenced, aborted",
    "objects-policy-written#2, aborted",
    "cutover-durable, done",
    "resume-intent, done",
    "objects-source-moved, done",
    "objects-target-opened, done"
  })
  @Tag("long")
  void killedAnywhere(String place, String status) throws Exception {
    survives(place, status);
  }

  private void survives(String place, String status) throws Exception {
    String move = submit();
    kill(move, place);
    Moved end = scene.startAgain(move);
    assertThat(end.status()).as(end.message()).isEqualTo(status);
    check(end);
  }

  @Test
  void anOperatorsRollbackLiftsItAlsoWhenTheMoverIsKilledAtIt() throws Exception {
    String move = submit();
    kill(move, "snapshot-durable");
    assertThat(write()).isEqualTo("AccessDenied");
    scene.wish(move, Wish.ROLLBACK);
    kill(move, "objects-fence-lifted");
    assertThat(policy()).isEqualTo(THEIRS);
    Moved end = scene.startAgain(move);
    assertThat(end.status()).as(end.message()).isEqualTo("rolled_back");
    check(end);
  }

  @Test
  @Tag("long")
  void afterTheCutoverTheWayBackLiftsItToo() throws Exception {
    String move = submit();
    kill(move, "cutover-durable");
    scene.wish(move, Wish.ROLLBACK);
    Moved end = scene.startAgain(move);
    assertThat(end.status()).as(end.message()).isEqualTo("rolled_back");
    check(end);
  }

  @Test
  void aWorkerThatSleptWhileAnotherUndidTheMoveChangesNothing() throws Exception {
    String move = submit();
    MoverProcess sleeper = scene.sleeper(move, "objects-policy-written");
    sleeper.asleep();
    Moved end = scene.startAgain(move);
    assertThat(end.status()).as(end.message()).isEqualTo("aborted");
    check(end);
    int changes = front.changes().size();
    sleeper.wake();
    assertThat(front.changes()).hasSize(changes);
    check(end);
  }

  @Test
  @Tag("long")
  void anotherWorkerTakesTheFenceOver() throws Exception {
    String move = submit();
    kill(move, "snapshot-durable");
    Moved end = scene.startAgain(move);
    assertThat(end.status()).as(end.message()).isEqualTo("done");
    check(end);
  }

  @Test
  void whenTheMoverIsDeadTheTenantWritesAgainByItself() throws Exception {
    scene.close();
    sandbox = Servers.fresh(2_000).with(store);
    scene = scene(6);
    String move = submit();
    kill(move, "drain-durable");
    assertThat(write()).isEqualTo("AccessDenied");
    await().atMost(Duration.ofSeconds(8)).until(() -> write().equals("passes"));
    Moved end = scene.startAgain(move);
    assertThat(end.status()).as(end.message()).isEqualTo("aborted");
    check(end);
  }
}
