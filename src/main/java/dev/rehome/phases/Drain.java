package dev.rehome.phases;

import dev.rehome.journal.Note;
import dev.rehome.journal.Positions;
import dev.rehome.journal.books.Identities;
import dev.rehome.journal.books.Pauses;
import dev.rehome.journal.door.Journal;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import dev.rehome.settings.Limits;
import dev.rehome.store.Component;
import dev.rehome.store.Fenced;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The application stops writing, the source is fenced, store by store, and what is in flight ends.
 */
public final class Drain {
  private final Journal journal;
  private final Held held;
  private final Components components;
  private final GuardWatch guard;
  private final Application application;
  private final Identities identities;
  private final Limits limits;
  private final Clock clock;

  public Drain(
      Journal journal,
      Held held,
      Components components,
      GuardWatch guard,
      Application application,
      Identities identities,
      Limits limits,
      Clock clock) {
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.guard = guard;
    this.application = application;
    this.identities = identities;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Tells the application, then fences and drains, within one time limit; nothing of it where what
   * was copied ahead does not fit any more. A fence is renewed from when it is closed, also while
   * later ones drain. The second time goes on where the first one was.
   */
  public Move run(Move move) {
    Move begun = journal.advance(held.move(move.id()), Phase.DRAIN, Mark.INTENT, Note.NONE);
    FailPoint.DRAIN_INTENT.reached();
    for (Component component : components.of(move)) {
      held.work(
          move.id(),
          now -> {
            component.ready(now);
            return component;
          });
    }
    Duration timeout =
        Duration.ofSeconds(
            move.options().drainTimeoutSeconds().orElse(limits.drainTimeoutSeconds()));
    Optional<Instant> stopped = held.work(move.id(), now -> application.drain(now, timeout));
    Instant begin = stopped.orElseGet(clock::instant);
    Optional<Instant> refusedSince = stopped;
    Optional<String> lsn = Optional.empty();
    Map<String, String> detail = identities.detail(components.identities(begun));
    for (Component component : components.of(move)) {
      Duration left = left(begin, timeout);
      Fenced fenced = held.work(move.id(), now -> component.fence().close(now, left));
      Instant closed = clock.instant().minus(sinceThen(fenced, timeout));
      refusedSince = refusedSince.filter(closed::isAfter).or(() -> Optional.of(closed));
      guard.closed(begun, component, refusedSince.get());
      lsn = lsn.or(fenced::lsn);
      Positions.put(detail, component.name(), fenced.position());
    }
    detail.put(
        Pauses.REFUSED_MS,
        Long.toString(refusedSince.map(this::since).orElse(Duration.ZERO).toMillis()));
    FailPoint.DRAIN_FENCED.reached();
    Move durable = journal.advance(begun, Phase.DRAIN, Mark.DURABLE, new Note("", lsn, detail));
    FailPoint.DRAIN_DURABLE.reached();
    return durable;
  }

  /** For the stores: at least a second, since there should be nothing left to wait for. */
  private Duration left(Instant begin, Duration timeout) {
    return longer(Duration.ofSeconds(1), timeout.minus(since(begin)));
  }

  private Duration since(Instant then) {
    return longer(Duration.ZERO, Duration.between(then, clock.instant()));
  }

  /** The source's clock and ours may differ: what cannot be is cut off. */
  private Duration sinceThen(Fenced fenced, Duration timeout) {
    Duration since = Duration.between(fenced.since(), clock.instant());
    if (since.isNegative()) {
      return Duration.ZERO;
    }
    return since.compareTo(timeout) > 0 ? timeout : since;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
