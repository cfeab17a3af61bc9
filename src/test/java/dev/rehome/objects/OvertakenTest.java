package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.PassingFault;
import dev.rehome.model.StaleLease;
import dev.rehome.objects.purge.ObjectsPurge;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Leftover;
import dev.rehome.store.Plan;
import dev.rehome.wire.Call;
import dev.rehome.wire.WireFault.Broken;
import dev.rehome.wire.WireFault.Refused;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A worker is overtaken while it waits to try a request again. */
final class OvertakenTest {
  /** The pauses between so many tries are longer than an answer about the lease is good for. */
  private static final int TRIES = 3;

  private static Predicate<Call> overtaking(Wired wired, String operation) {
    return call -> {
      boolean meant = call.is(operation);
      if (meant) {
        wired.stores.newest = 2;
      }
      return meant;
    };
  }

  @Test
  void itWritesNoObject() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      wired.put("a", 1000);
      Plan plan = wired.stores.store.plan(wired.stores.move);
      wired.target.arm(new Refused(503, "SlowDown"), TRIES, overtaking(wired, "PutObject"));
      assertThatThrownBy(() -> wired.stores.store.copy(wired.stores.move, plan.chunks().get(0)))
          .isInstanceOf(StaleLease.class);
      assertThat(wired.stores.list(wired.stores.west, "")).isEmpty();
      assertThat(wired.target.count("PutObject")).isEqualTo(TRIES);
    }
  }

  @Test
  void itDeletesNoObject() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      wired.put("a", 1000);
      wired.stores.copyAll();
      wired.target.arm(new Refused(503, "SlowDown"), TRIES, overtaking(wired, "DeleteObjects"));
      assertThatThrownBy(() -> wired.stores.store.discard(wired.stores.move))
          .isInstanceOf(StaleLease.class);
      assertThat(wired.stores.list(wired.stores.west, "")).hasSize(1);
    }
  }

  /** Between two tries the tenant may have come back: the next one must look again. */
  @Test
  void aPurgeLooksAgainBeforeItTriesAgain() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      wired.put("a", 1000);
      wired.stores.copyAll();
      wired.source.arm(Broken.ANSWER_LOST, 1, call -> call.is("DeleteObjects"));
      ObjectsPurge purge = new ObjectsPurge(wired.stores.cells, wired.stores.book, move -> {});
      Leftover leftover = new Leftover(wired.stores.move, "us_west", Map.of(), true);
      assertThatThrownBy(() -> purge.next(leftover)).isInstanceOf(PassingFault.class);
      assertThat(wired.source.count("DeleteObjects")).isEqualTo(1);
      wired.put("a", 2000);
      assertThatThrownBy(() -> purge.next(leftover)).hasMessageContaining("strays stop the purge");
      assertThat(wired.stores.list(wired.stores.east, Stores.FROM)).hasSize(1);
    }
  }
}
