package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import dev.rehome.wire.WireFault.Broken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A store that takes a request and never answers it. */
final class SilentStoreTest {
  /** That of a call, and a pause; below the worker's lease of 15 s. */
  private static final Duration MOST = Duration.ofSeconds(14);

  @Test
  void aCallEndsAtItsTimeLimitAndIsTriedAgain() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      byte[] small = wired.put("small", 100_000);
      byte[] large = wired.put("large", 16 << 20);
      Plan plan = wired.stores.store.plan(wired.stores.move);
      wired.source.arm(
          Broken.SILENCE, 1, call -> call.is("GetObject") && call.key().endsWith("large"));
      wired.target.arm(Broken.SILENCE, "PutObject");
      wired.target.arm(Broken.SILENCE, "UploadPart");
      Instant begun = Instant.now();
      plan.chunks().forEach(chunk -> wired.stores.store.copy(wired.stores.move, chunk));
      assertThat(Duration.between(begun, Instant.now()))
          .isBetween(Duration.ofSeconds(9), MOST.multipliedBy(2));
      assertThat(wired.source.met()).isEqualTo(1);
      assertThat(wired.target.met()).isEqualTo(2);
      assertThat(wired.target.count("PutObject")).isEqualTo(2);
      assertThat(wired.target.count("UploadPart")).isEqualTo(5);
      assertThat(wired.arrived("small")).isEqualTo(small);
      assertThat(wired.arrived("large")).isEqualTo(large);
      assertThat(wired.openUploads()).isEmpty();
      assertThat(wired.proven(plan)).isTrue();
    }
  }
}
