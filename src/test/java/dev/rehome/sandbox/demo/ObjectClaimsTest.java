package dev.rehome.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.product.ObjectFiles;
import dev.rehome.sandbox.product.ObjectSeed;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** Planted faults: each claim of the demo about objects must say no. */
final class ObjectClaimsTest {
  private static final String ARRIVED =
      "every object of acme is in us_west: content, type and metadata";
  private static final String NOTHING_ELSE = "us_west's bucket holds nothing else";
  private static final String STILL_THERE =
      "the objects of acme are still in us_east, as they were";
  private static final String UNTOUCHED = "no object of globex was touched";
  private static final String CLOSED = "no upload is left open";
  private static final int SMALL = 24;

  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);
  private static final AtomicInteger STORES = new AtomicInteger();

  private SandboxObjects objects;
  private ObjectClaims claims;

  @BeforeEach
  void moved() throws Exception {
    objects = SandboxObjects.in(ObjectServers.proxy(), "-claims-" + STORES.incrementAndGet());
    ObjectSeed.fill(objects.east("acme"), SMALL, 10_000);
    ObjectSeed.fill(objects.east("globex"), 3, 0);
    claims = new ObjectClaims(objects, "acme", "globex");
    ObjectSeed.fill(objects.west(), SMALL, 10_000);
  }

  @AfterEach
  void end() {
    objects.close();
  }

  @Test
  void aTrueCopyHolds() throws Exception {
    assertThat(claims.counts().get("acme").objects()).isEqualTo(SMALL + 1);
    assertThat(claims.facts(true)).allMatch(Fact::holds);
    assertThat(claims.facts(true).get(0).seen())
        .matches("25 objects, 0.\\d MiB, digest (…\\w{8}); 25 objects, 0.\\d MiB, digest \\1");
  }

  @Test
  void aChangedByteIsSeen() throws Exception {
    ObjectFiles west = objects.west();
    byte[] content =
        west.client()
            .getObjectAsBytes(c -> c.bucket(west.bucket()).key("files/backups/large.bin"))
            .asByteArray();
    content[9_999] ^= 1;
    west.client()
        .putObject(
            c ->
                c.bucket(west.bucket())
                    .key("files/backups/large.bin")
                    .contentType("application/octet-stream"),
            RequestBody.fromBytes(content));
    assertThat(failing()).containsExactly(ARRIVED);
    assertThat(claims.facts(true).get(0).seen()).endsWith("e.g. [backups/large.bin]");
  }

  @Test
  void aChangedTypeOrMetadataIsSeen() throws Exception {
    replaceHeaders(ObjectSeed.name(3));
    assertThat(failing()).containsExactly(ARRIVED);
  }

  @Test
  void aMissingObjectIsSeen() throws Exception {
    delete(objects.west(), ObjectSeed.name(4));
    assertThat(failing()).containsExactly(ARRIVED);
  }

  @Test
  void anExtraObjectIsSeenInsideThePrefixAndBesideIt() throws Exception {
    put(objects.west(), "extra");
    assertThat(failing()).containsExactly(NOTHING_ELSE);
    delete(objects.west(), "extra");
    put(new ObjectFiles(objects.client(), objects.west().bucket(), ""), "globex");
    assertThat(failing()).containsExactly(NOTHING_ELSE);
  }

  @Test
  void aTouchedSourceIsSeen() throws Exception {
    delete(objects.east("acme"), ObjectSeed.name(5));
    assertThat(failing()).containsExactly(STILL_THERE);
  }

  @Test
  void aNeighbourWrittenAgainOrDeletedIsSeen() throws Exception {
    put(objects.east("globex"), ObjectSeed.name(1));
    assertThat(failing()).containsExactly(UNTOUCHED);
    delete(objects.east("globex"), ObjectSeed.name(1));
    assertThat(failing()).containsExactly(UNTOUCHED);
  }

  @Test
  void anOpenUploadIsSeenOnEitherSide() throws Exception {
    for (ObjectFiles files : List.of(objects.west(), objects.east("acme"))) {
      String upload =
          files
              .client()
              .createMultipartUpload(c -> c.bucket(files.bucket()).key(files.prefix() + "u"))
              .uploadId();
      assertThat(failing()).containsExactly(CLOSED);
      files
          .client()
          .abortMultipartUpload(
              c -> c.bucket(files.bucket()).key(files.prefix() + "u").uploadId(upload));
    }
  }

  @Test
  void afterAMoveThatWasUndoneNothingMayBeLeft() throws Exception {
    assertThat(claims.facts(false))
        .filteredOn(fact -> !fact.holds())
        .extracting(Fact::claim)
        .containsExactly("us_west's bucket holds nothing");
  }

  @Test
  void aReferenceToAnObjectThatIsElsewhereIsSeen() throws Exception {
    try (var east = SANDBOX.get().connect("us_east")) {
      ObjectUrls urls = new ObjectUrls(east, Sandbox.SHARED_SCHEMA, "acme");
      urls.refer(objects.east("acme"), SMALL);
      assertThat(urls.fact("us_east", objects.east("acme")).holds()).isTrue();
      assertThat(urls.fact("us_west", objects.west()).holds()).isFalse();
      for (int i = 0; i < SMALL; i++) {
        delete(objects.east("acme"), ObjectSeed.name(i));
      }
      assertThat(urls.fact("us_east", objects.east("acme")).seen())
          .contains("e.g. s3://" + objects.east("acme").bucket() + "/tenants/acme/");
    }
  }

  private List<String> failing() throws InterruptedException {
    return claims.facts(true).stream().filter(fact -> !fact.holds()).map(Fact::claim).toList();
  }

  private static void delete(ObjectFiles files, String name) {
    files.client().deleteObject(c -> c.bucket(files.bucket()).key(files.prefix() + name));
  }

  private static void put(ObjectFiles files, String name) {
    files
        .client()
        .putObject(
            c -> c.bucket(files.bucket()).key(files.prefix() + name), RequestBody.fromString("x"));
  }

  /** The same bytes under another type, without metadata. */
  private void replaceHeaders(String name) {
    ObjectFiles west = objects.west();
    west.client()
        .copyObject(
            c ->
                c.sourceBucket(west.bucket())
                    .sourceKey("files/" + name)
                    .destinationBucket(west.bucket())
                    .destinationKey("files/" + name)
                    .metadataDirective(MetadataDirective.REPLACE)
                    .contentType("text/html"));
  }
}
