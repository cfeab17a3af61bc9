package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.purge.PurgeClaim;
import dev.rehome.journal.purge.Purges;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.StaleLease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who has a move, and who no longer has. */
final class LeasesTest {
  private static final Duration LENGTH = Duration.ofSeconds(15);

  @RegisterExtension static final JournalBook book = new JournalBook();

  private final Leases ours = new Leases(control(), "ours");
  private final Leases others = new Leases(control(), "others");

  private static ControlStore control() {
    return book.control();
  }

  private static Move claimed(String tenant, Leases leases) {
    return book.claim(book.submit(tenant, Options.NONE), leases);
  }

  private static boolean free(Move move) {
    return control()
        .call(
            jdbc ->
                jdbc.sql("SELECT until < clock_timestamp() FROM _system.leases WHERE move = :move")
                    .param("move", move.id())
                    .query(Boolean.class)
                    .single());
  }

  @Test
  void aHeartbeatThatComesLateDoesNotReviveALeaseThatWasGivenBack() {
    Move move = claimed("late", ours);
    ours.renew(move, LENGTH);
    assertThat(free(move)).isFalse();
    ours.release(move, Duration.ZERO);
    assertThatThrownBy(() -> ours.renew(move, LENGTH)).isInstanceOf(StaleLease.class);
    assertThat(free(move)).isTrue();
  }

  @Test
  void nobodyElseRenewsIt() {
    Move move = claimed("other", ours);
    assertThatThrownBy(() -> others.renew(move, LENGTH)).isInstanceOf(StaleLease.class);
  }

  @Test
  void theNextWorkerTakesTheNextEpochAndTheOlderOneIsStale() {
    Move first = claimed("next", ours);
    ours.release(first, Duration.ZERO);
    Move second = book.claim(first.id(), others);
    assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
    assertThatThrownBy(() -> ours.renew(first, LENGTH)).isInstanceOf(StaleLease.class);
    ours.release(first, Duration.ZERO);
    assertThat(free(second)).isFalse();
  }

  @Test
  void aPurgeThatWasLeftIsNotRevivedEither() {
    Move done = book.done("purged");
    Purges purges = new Purges(control(), "ours", List.of());
    PurgeClaim.Held held =
        (PurgeClaim.Held) purges.claim(done.tenant().name(), Optional.empty(), LENGTH);
    purges.renew(held, LENGTH);
    purges.leave(held, "for now");
    assertThatThrownBy(() -> purges.renew(held, LENGTH)).isInstanceOf(StaleLease.class);
  }
}
