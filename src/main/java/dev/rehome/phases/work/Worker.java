package dev.rehome.phases.work;

import dev.rehome.journal.Leases;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import dev.rehome.model.Stopped;
import dev.rehome.store.Component;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes moves, and lets them go. */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** Above every time limit of a request to a store. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);

  private final Leases leases;
  private final Held held;
  private final Pulse pulse;
  private final Components components;
  private final Optional<String> only;
  private final int movesMax;
  private final Function<String, String> ending;
  private volatile boolean stopping;

  /**
   * @param only the one move that this process works on; empty for any
   * @param ending how a move stands, by its id, for the log
   */
  public Worker(
      Leases leases,
      Held held,
      Pulse pulse,
      Components components,
      Optional<String> only,
      int movesMax,
      Function<String, String> ending) {
    this.ending = ending;
    this.leases = leases;
    this.held = held;
    this.pulse = pulse;
    this.components = components;
    this.only = only;
    this.movesMax = movesMax;
  }

  /** What to claim a move with; null when this process has no room or is ending. */
  public Map<String, Object> terms() {
    List<String> ids = held.moves().stream().map(Move::id).toList();
    return stopping || ids.size() >= movesMax ? null : leases.terms(only, ids, Pulse.LEASE);
  }

  /** Begins to hold what was claimed: {@code move} and {@code epoch}. */
  public Move hold(Map<String, Object> claimed) {
    return hold(
        leases.claimed((String) claimed.get("move"), ((Number) claimed.get("epoch")).longValue()));
  }

  private Move hold(Move move) {
    held.hold(move);
    pulse.begin(move);
    LOG.info(
        "job {} begins: {}, from {}, epoch {}",
        move.job(),
        move,
        move.position().phase(),
        move.epoch());
    return move;
  }

  /** Nothing is left to be done, or another worker has it. */
  public void letGo(Move move) {
    end(held(move), Duration.ZERO);
    try {
      LOG.info("job {} ends: {}: {}", move.job(), move, ending.apply(move.id()));
    } catch (PassingFault e) {
      LOG.info("job {} ends: {}; the journal knows how", move.job(), move);
    }
  }

  /** It did not work out for now: tried again in a while, by anybody. */
  public void postpone(Move move, Exception reason) {
    Duration wait = stopping ? Duration.ZERO : Duration.ofSeconds(3);
    LOG.warn("{}: left for now: {}", move, Reason.of(reason));
    end(held(move), wait);
  }

  private Move held(Move move) {
    return held.moves().stream().filter(now -> now.id().equals(move.id())).findFirst().orElse(move);
  }

  /**
   * Every way out: the lease is given back only when no request of ours is under way any more, or
   * one that lands late would make what the next worker's undo has not seen. Until then it is kept.
   */
  private void end(Move move, Duration wait) {
    held.close(move.id(), new Stopped(move + ": is being let go"));
    if (!held.idleWithin(move.id(), Duration.ZERO)) {
      release(move); // cuts what is stuck in a network
    }
    boolean idle = held.idleWithin(move.id(), LONGEST_REQUEST);
    pulse.end(move);
    release(move);
    held.letGo(move);
    if (!idle) {
      LOG.warn("{}: own work has not ended; the lease runs out by itself", move);
      return;
    }
    try {
      leases.release(move, wait);
    } catch (RuntimeException e) {
      LOG.warn("{}: the lease runs out by itself: {}", move, e.getMessage());
    }
  }

  private void release(Move move) {
    for (Component component : components.all()) {
      try {
        component.release(move);
      } catch (RuntimeException e) {
        LOG.warn("{}: {} was not released: {}", move, component.name(), e.getMessage());
      }
    }
  }

  /** Takes no more moves; those held are left at their next chunk's end. */
  public void stop() {
    stopping = true;
    held.moves().forEach(move -> held.order(move.id(), new Stopped("the process is ending")));
  }

  /** Whether no move is held. */
  public boolean idle() {
    return held.count() == 0;
  }
}
