package dev.rehome.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Planted faults: each claim of the demo about objects must say no. */
final class ObjectClaimsTest {
  @TempDir static Path directory;
  private static SandboxObjects objects;
  private ObjectClaims claims;

  @BeforeAll
  static void start() throws Exception {
    objects = SandboxObjects.start(directory);
  }

  @AfterAll
  static void end() {
    objects.close();
  }

  @BeforeEach
  void moved() throws Exception {
    for (ObjectFiles files :
        List.of(objects.east("acme"), objects.east("globex"), objects.west())) {
      files.stamps().keySet().forEach(name -> delete(files, name));
    }
    ObjectSeed.fill(objects.east("acme"), 12, 10_000);
    ObjectSeed.fill(objects.east("globex"), 3, 0);
    claims = new ObjectClaims(objects, "acme", "globex");
    ObjectSeed.fill(objects.west(), 12, 10_000);
  }

  private static void delete(ObjectFiles files, String name) {
    files.client().deleteObject(c -> c.bucket(files.bucket()).key(files.prefix() + name));
  }

  private static void put(ObjectFiles files, String name, String content) {
    files
        .client()
        .putObject(
            c ->
                c.bucket(files.bucket())
                    .key(files.prefix() + name)
                    .contentType("application/pdf")
                    .metadata(Map.of("owner", "user-3", "rev", "3")),
            RequestBody.fromString(content));
  }

  private List<String> failing() {
    return claims.facts().stream().filter(fact -> !fact.holds()).map(Fact::claim).toList();
  }

  @Test
  void aTrueCopyHolds() {
    assertThat(failing()).isEmpty();
  }

  @Test
  void aChangedByteIsSeen() {
    put(objects.west(), ObjectSeed.name(3), "abc?");
    assertThat(failing())
        .containsExactly(
            "every object of acme is in us_west, its bytes, type and metadata the same");
  }

  @Test
  void aMissingAndAnExtraObjectAreSeen() {
    delete(objects.west(), ObjectSeed.name(4));
    assertThat(failing()).hasSize(2);
    put(objects.west(), "extra", "x");
    assertThat(failing())
        .containsExactly(
            "every object of acme is in us_west, its bytes, type and metadata the same");
  }

  @Test
  void aTouchedSourceANeighbourAndAnOpenUploadAreSeen() {
    delete(objects.east("acme"), ObjectSeed.name(5));
    put(objects.east("globex"), ObjectSeed.name(1), "x");
    String upload =
        objects
            .client()
            .createMultipartUpload(c -> c.bucket(SandboxObjects.DEDICATED_BUCKET).key("files/u"))
            .uploadId();
    assertThat(failing())
        .containsExactly(
            "the objects of acme at us_east are as they were",
            "no object of globex was touched",
            "no upload is left open");
    objects
        .client()
        .abortMultipartUpload(
            c -> c.bucket(SandboxObjects.DEDICATED_BUCKET).key("files/u").uploadId(upload));
  }
}
