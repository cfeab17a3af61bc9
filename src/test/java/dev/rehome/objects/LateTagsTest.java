package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import dev.rehome.wire.Wire;
import dev.rehome.wire.WireFault.Refused;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** A large object with tags, in a store that forgets those that an upload begins with, as Ceph. */
final class LateTagsTest {
  private static final List<Tag> TAGS = List.of(tag("kind", "invoice"), tag("year", "2026"));

  /** Within the store, what is above 32 times as much goes in parts. */
  private static final long SMALL_PARTS = 384L << 10;

  private final URI server = ObjectServers.mock().endpoint();

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private Stores stores(Wire wire, boolean streamed) {
    Stores stores =
        streamed
            ? new Stores(server, server, wire.endpoint(), 4, Stores.PART_BYTES)
            : new Stores(server, wire.endpoint(), wire.endpoint(), 4, SMALL_PARTS);
    stores.put("large", new byte[(17 << 20) + 5]);
    stores.s3.putObjectTagging(
        c ->
            c.bucket(stores.east)
                .key(Stores.FROM + "large")
                .tagging(Tagging.builder().tagSet(TAGS).build()));
    return stores;
  }

  private static boolean proven(Stores stores, Plan plan) {
    return plan.checks().stream()
        .allMatch(check -> stores.store.check(stores.move, check).passed());
  }

  private static List<Tag> arrived(Stores stores) {
    return stores.s3.getObjectTagging(c -> c.bucket(stores.west).key(Stores.TO + "large")).tagSet();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theyAreSetAtItsEnd(boolean streamed) throws IOException {
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, streamed)) {
      wire.strip("CreateMultipartUpload", "x-amz-tagging");
      Plan plan = stores.copyAll();
      assertThat(wire.count("CompleteMultipartUpload")).isEqualTo(1);
      assertThat(wire.count("PutObjectTagging")).isEqualTo(1);
      assertThat(arrived(stores)).containsExactlyInAnyOrderElementsOf(TAGS);
      assertThat(proven(stores, plan)).isTrue();
    }
  }

  @Test
  void aStoreThatKeepsThemIsNotToldAgain() throws IOException {
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, true)) {
      Plan plan = stores.copyAll();
      assertThat(wire.count("CompleteMultipartUpload")).isEqualTo(1);
      assertThat(wire.count("PutObjectTagging")).isZero();
      assertThat(proven(stores, plan)).isTrue();
    }
  }

  @Test
  void aWorkerThatDiedBeforeItSetThemHasASuccessorThatDoes() throws IOException {
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, true)) {
      wire.strip("CreateMultipartUpload", "x-amz-tagging");
      wire.arm(new Refused(403, "AccessDenied"), "PutObjectTagging");
      Plan plan = stores.store.plan(stores.move);
      assertThatThrownBy(() -> stores.copy(plan)).isInstanceOf(MoveFailed.class);
      assertThat(arrived(stores)).isEmpty();
      stores.copy(plan);
      assertThat(wire.count("CompleteMultipartUpload")).isEqualTo(1);
      assertThat(arrived(stores)).containsExactlyInAnyOrderElementsOf(TAGS);
      assertThat(proven(stores, plan)).isTrue();
    }
  }
}
