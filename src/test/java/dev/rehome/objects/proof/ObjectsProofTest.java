package dev.rehome.objects.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Options;
import dev.rehome.model.Verdict;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.objects.settings.ObjectsCell.Verify;
import dev.rehome.store.objects.ObjectEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Every check is shown the fault for which it is there. */
final class ObjectsProofTest {
  private static final int FIVE_MIB = 5 << 20;

  private static void attributes(PutObjectRequest.Builder c) {
    c.contentType("text/plain")
        .contentLanguage("de")
        .contentDisposition("attachment; filename=\"a.txt\"")
        .cacheControl("max-age=60")
        .metadata(Map.of("colour", "red"));
  }

  private static void copied(TwoBuckets two) {
    two.put("a.txt", "hello", ObjectsProofTest::attributes);
    two.put("b c+%&?#é.txt", "world");
    two.put("empty", "");
    two.put("folder/", "");
    two.putAt(two.shared, "tenants/acme2/a.txt", "the neighbour's", c -> {});
    two.list();
    two.copy();
  }

  private static List<Verdict> verdicts(TwoBuckets two) {
    ObjectsProof proof = new ObjectsProof(two.cells, two.book);
    return proof.plan(two.move, two.book.listing(two.move)).stream()
        .map(check -> proof.check(two.move, check))
        .toList();
  }

  /** Name, and what the sides have said, of those that say no. */
  private static List<String> failing(TwoBuckets two) {
    return verdicts(two).stream()
        .filter(verdict -> !verdict.passed())
        .map(v -> v.check().name() + ": " + v.sourceValue() + " | " + v.targetValue())
        .toList();
  }

  /** The one that says no. */
  private static String one(TwoBuckets two) {
    List<String> failing = failing(two);
    assertThat(failing).hasSize(1);
    return failing.get(0);
  }

  private static TwoBuckets planted() {
    TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL);
    copied(two);
    return two;
  }

  @Test
  void equalObjectsPass() {
    try (TwoBuckets two = planted()) {
      assertThat(verdicts(two)).allMatch(Verdict::passed);
      assertThat(verdicts(two))
          .extracting(v -> v.check().name() + " " + v.check().subject(), Verdict::targetValue)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  "listing " + two.dedicated + "/acme/", "4 objects, 10 bytes"),
              org.assertj.core.groups.Tuple.tuple("content objects 1-4", "4 alike (4 read)"),
              org.assertj.core.groups.Tuple.tuple(
                  "unchanged " + two.shared + "/tenants/acme/", "4 objects listed"));
    }
  }

  @Test
  void aTenantWithoutObjectsPasses() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      two.list();
      assertThat(verdicts(two)).hasSize(2).allMatch(Verdict::passed);
    }
  }

  @Test
  void aListThatWasNotFinishedProvesNothing() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      assertThat(failing(two)).hasSize(2).allMatch(line -> line.contains("to the end"));
    }
  }

  @Test
  void aChangedByteIsSeen() {
    try (TwoBuckets two = planted()) {
      two.putThere("a.txt", "hellO", ObjectsProofTest::attributes);
      assertThat(one(two)).startsWith("content").contains("3 alike").endsWith("a.txt (content)");
    }
  }

  @Test
  void aTruncatedObjectIsSeen() {
    try (TwoBuckets two = planted()) {
      two.putThere("a.txt", "hell", ObjectsProofTest::attributes);
      assertThat(failing(two))
          .anyMatch(line -> line.startsWith("listing") && line.contains("9 bytes"))
          .anyMatch(line -> line.contains("a.txt (4 bytes instead of 5)"));
    }
  }

  @Test
  void aMissingObjectIsSeen() {
    try (TwoBuckets two = planted()) {
      two.deleteThere("empty");
      assertThat(failing(two))
          .anyMatch(line -> line.startsWith("listing") && line.contains("empty (missing)"))
          .anyMatch(line -> line.contains("empty (missing at the target)"));
    }
  }

  @Test
  void anExtraObjectIsSeen() {
    try (TwoBuckets two = planted()) {
      two.putThere("extra", "", c -> {});
      assertThat(one(two)).startsWith("listing").endsWith("(+1 others); not ours: extra");
    }
  }

  @Test
  void aMirroredMoveAllowsNoOtherObject() {
    Options mirrored =
        new Options(
            OptionalInt.empty(),
            OptionalInt.empty(),
            false,
            false,
            /* mirrored= */ true,
            List.of());
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL.options(mirrored))) {
      two.putThere("before", "", c -> {});
      copied(two);
      assertThat(one(two)).startsWith("listing").endsWith("not ours: before");
    }
  }

  @Test
  void everyChangedAttributeIsSeen() {
    try (TwoBuckets two = planted()) {
      Map<String, java.util.function.Consumer<PutObjectRequest.Builder>> faults =
          Map.of(
              "content type", c -> c.contentType("text/html"),
              "content language", c -> c.contentLanguage("en"),
              "content disposition", c -> c.contentDisposition("inline"),
              "cache control", c -> c.cacheControl("no-store"),
              "content encoding", c -> c.contentEncoding("gzip"),
              "user metadata", c -> c.metadata(Map.of("colour", "blue")));
      faults.forEach(
          (name, fault) -> {
            two.putThere(
                "a.txt",
                "hello",
                c -> {
                  attributes(c);
                  fault.accept(c);
                });
            assertThat(one(two)).startsWith("content").endsWith("a.txt (" + name + ")");
          });
    }
  }

  /** S3Proxy keeps neither. */
  @Test
  void aChangedExpiryAndStorageClassAreSeen() {
    try (TwoBuckets two = TwoBuckets.onMock(Setting.USUAL)) {
      java.util.function.Consumer<PutObjectRequest.Builder> own =
          c ->
              c.storageClass("STANDARD_IA")
                  .overrideConfiguration(
                      o -> o.putHeader("Expires", "Wed, 21 Oct 2026 07:28:00 GMT"));
      two.put("a.txt", "hello", own);
      two.list();
      two.copy();
      assertThat(failing(two)).isEmpty();
      two.putThere("a.txt", "hello", own.andThen(c -> c.storageClass("STANDARD")));
      assertThat(one(two)).startsWith("content").endsWith("a.txt (storage class)");
      two.putThere(
          "a.txt",
          "hello",
          own.andThen(
              c ->
                  c.overrideConfiguration(
                      o -> o.putHeader("Expires", "Wed, 21 Oct 2026 07:28:01 GMT"))));
      assertThat(one(two)).startsWith("content").endsWith("a.txt (expires)");
    }
  }

  @Test
  void aWriteThatSlippedPastTheDrainIsSeen() throws InterruptedException {
    try (TwoBuckets two = planted()) {
      Thread.sleep(1_100); // the store's clock may tell whole seconds only
      two.put("a.txt", "hello", ObjectsProofTest::attributes);
      assertThat(one(two)).startsWith("unchanged: 4 objects now; changed: a.txt (written 2");
    }
  }

  @Test
  void aNewAndADeletedObjectAtTheSourceAreSeen() {
    try (TwoBuckets two = planted()) {
      two.put("late", "x");
      two.deleteHere("empty");
      assertThat(failing(two))
          .anyMatch(line -> line.startsWith("unchanged") && line.contains("late (new)"))
          .anyMatch(line -> line.startsWith("unchanged") && line.contains("empty (gone)"))
          .anyMatch(line -> line.startsWith("content") && line.contains("gone at the source"));
    }
  }

  @Test
  void anObjectThatWasChangedAtTheSourceAfterTheCopyIsNotProvenByItsCopy() {
    try (TwoBuckets two = planted()) {
      two.put("a.txt", "HELLO", ObjectsProofTest::attributes);
      assertThat(failing(two)).anyMatch(line -> line.contains("a.txt (changed at the source)"));
    }
  }

  @Test
  void aChangedByteInAnObjectOfPartsIsSeen() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      byte[] part = new byte[FIVE_MIB];
      byte[] end = new byte[100];
      two.putParts(two.shared, TwoBuckets.PREFIX + "big", List.of(part, end));
      two.list();
      two.putParts(two.dedicated, "acme/big", List.of(part, part.clone(), end));
      assertThat(failing(two)).anyMatch(line -> line.contains("bytes instead of"));
      two.putParts(two.dedicated, "acme/big", List.of(part, end));
      assertThat(failing(two)).isEmpty();
      byte[] changed = part.clone();
      changed[FIVE_MIB / 2] = 1;
      two.putParts(two.dedicated, "acme/big", List.of(changed, end));
      assertThat(one(two)).endsWith("big (content)");
    }
  }

  @Test
  void equalObjectsOfUnequalPartsPass() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      byte[] part = new byte[FIVE_MIB];
      two.putParts(two.shared, TwoBuckets.PREFIX + "big", List.of(part, part, part));
      two.list();
      byte[] twice = new byte[2 * FIVE_MIB];
      two.putParts(two.dedicated, "acme/big", List.of(twice, part));
      assertThat(failing(two)).isEmpty();
    }
  }

  @Test
  void aChangedTagIsSeen() {
    try (TwoBuckets two = TwoBuckets.onMock(Setting.USUAL)) {
      two.put("a.txt", "hello", c -> c.tagging("k=v&l=w"));
      two.list();
      two.copy();
      assertThat(failing(two)).isEmpty();
      two.putThere("a.txt", "hello", c -> c.tagging("k=v&l=W"));
      assertThat(one(two)).startsWith("content").endsWith("a.txt (tags)");
      two.putThere("a.txt", "hello", c -> {});
      assertThat(one(two)).endsWith("a.txt (tags)");
    }
  }

  @Test
  void checksumsOfBothStoresServe() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      two.put("a.txt", "hello", c -> c.checksumAlgorithm(ChecksumAlgorithm.SHA256));
      two.put("b.txt", "world");
      two.list();
      two.copy();
      two.putThere("a.txt", "hello", c -> c.checksumAlgorithm(ChecksumAlgorithm.SHA256));
      assertThat(failing(two)).isEmpty();
      assertThat(verdicts(two).get(1).targetValue())
          .isEqualTo("2 alike (1 by the stores' SHA-256, 1 read)");
      two.putThere("a.txt", "hellO", c -> c.checksumAlgorithm(ChecksumAlgorithm.SHA256));
      assertThat(one(two)).endsWith("a.txt (content)");
    }
  }

  @ParameterizedTest
  @EnumSource(Verify.class)
  void whatIsBelievedIsWhatTheSettingSays(Verify verify) {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL.verify(verify))) {
      byte[] part = new byte[FIVE_MIB];
      two.put("a.txt", "hello");
      two.putParts(two.shared, TwoBuckets.PREFIX + "big", List.of(part, part));
      two.list();
      two.putThere("a.txt", "hello", c -> {});
      two.putParts(two.dedicated, "acme/big", List.of(part, part));
      assertThat(failing(two)).isEmpty();
      assertThat(verdicts(two).get(1).targetValue())
          .isEqualTo(
              switch (verify) {
                case SHA256 -> "2 alike (2 read)";
                case ETAG -> "2 alike (1 read, 1 by ETag)";
                case SIZE -> "2 alike (2 by size)";
              });
      two.putThere("a.txt", "hellO", c -> {});
      byte[] changed = part.clone();
      changed[7] = 1;
      two.putParts(two.dedicated, "acme/big", List.of(part, changed));
      if (verify == Verify.SIZE) {
        assertThat(failing(two)).isEmpty();
      } else {
        assertThat(one(two)).contains("a.txt (content)").contains("big (content)");
      }
      two.putThere("a.txt", "hell", c -> {});
      assertThat(failing(two)).isNotEmpty();
    }
  }

  @Test
  void othersAreTheMovesFaultOnlyIfTheyAreNew() {
    Instant begun = Instant.parse("2026-01-01T00:00:00Z");
    Others others = new Others();
    for (int i = 1; i <= 100; i++) {
      others.add(other("old" + i, begun.minusSeconds(i)));
    }
    assertThat(others.since(begun).isEmpty()).isTrue();
    others.add(other("new", begun));
    for (int i = 1; i <= 100; i++) {
      others.add(other("older" + i, begun.minusSeconds(i)));
    }
    assertThat(others.since(begun)).hasToString("new");
    assertThat(others).hasToString(" (+201 others)");
  }

  private static ObjectEntry other(String name, Instant modified) {
    return new ObjectEntry(1, name, 1, "e", modified, Optional.empty(), Optional.empty());
  }

  @Test
  void rangesCoverTheListAndAreReadBack() {
    assertThat(Range.all(2001))
        .containsExactly(new Range(1, 1000), new Range(1001, 2000), new Range(2001, 2001));
    assertThat(Range.of(new Range(1001, 2000).subject())).isEqualTo(new Range(1001, 2000));
    assertThat(Range.all(0)).isEmpty();
  }
}
