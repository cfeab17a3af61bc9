package dev.rehome.purge;

import dev.rehome.journal.purge.PurgeClaim;
import dev.rehome.journal.purge.PurgeRow;
import dev.rehome.journal.purge.Purges;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Stopped;
import dev.rehome.patience.Patience;
import dev.rehome.purge.Purged.Ending;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import dev.rehome.store.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Purges a tenant's old cells, one after the other: takes the purge, looks for all that speaks
 * against it, and deletes batch by batch. Start and resume are one call; one that is done answers
 * so.
 */
public final class Purger {
  private static final int TRIES = 30;
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration REST_MOST = Duration.ofSeconds(1);

  private final Purges purges;
  private final PurgedStores stores;
  private final Duration lease;

  /**
   * @param stores what deletes, by component, in the order in which it does
   * @param units what each component is counted in
   */
  public Purger(
      Purges purges, Map<String, Purge> stores, Function<String, Unit> units, Duration lease) {
    this.purges = purges;
    this.stores = new PurgedStores(stores, units);
    this.lease = lease;
  }

  /**
   * Purges every cell that the tenant has left, or one of them.
   *
   * @throws MoveFailed when it cannot go on; what is deleted stays so, and the next call goes on
   * @throws PassingFault the same, when it may help to try again later
   */
  public Purged purge(String tenant, Optional<String> cell, Watch watch) {
    List<PurgeRow> done = new ArrayList<>();
    List<Finding> notes = new ArrayList<>();
    while (true) {
      PurgeClaim claim = purges.claim(tenant, cell, lease);
      if (claim instanceof PurgeClaim.Held held) {
        FailPoint.PURGE_CLAIMED.reached();
        Purged purged = run(held, watch);
        if (purged.ending() != Ending.PURGED) {
          return new Purged(purged.ending(), purged.sentence(), done, purged.findings());
        }
        done.addAll(purged.rows());
        notes.addAll(purged.findings());
      } else if (claim instanceof PurgeClaim.Busy busy) {
        if (watch.leaves()) {
          return new Purged(
              Ending.STOPPED, busy.row() + " is left to " + busy.row().owner(), done, List.of());
        }
        watch.follows(busy.row());
        Patience.pause(LOOK, "a purge waited");
      } else if (claim instanceof PurgeClaim.Refused refused) {
        return new Purged(Ending.REFUSED, refused.why(), done, List.of());
      } else if (claim instanceof PurgeClaim.Done last) {
        return done.isEmpty()
            ? new Purged(Ending.PURGED, before(last.row()), List.of(last.row()), List.of())
            : new Purged(Ending.PURGED, sentence(done), done, notes);
      }
    }
  }

  /** What a purge of these cells would delete; changes nothing. */
  public Foreseen foresee(String tenant, Optional<String> cell) {
    Purges.Prospect prospect = purges.prospect(tenant, cell);
    List<Foreseen.OfCell> cells = new ArrayList<>();
    for (Leftover leftover : prospect.leftovers()) {
      try {
        PurgedStores.Seen seen = stores.look(leftover);
        cells.add(
            new Foreseen.OfCell(
                leftover.move().source(),
                leftover.move().id(),
                seen.there(),
                stores.amounts(seen),
                seen.findings()));
      } finally {
        stores.release(leftover);
      }
    }
    return new Foreseen(prospect.refusal(), cells);
  }

  private static String before(PurgeRow row) {
    return "%s: %s was purged before, %s (purge %s)"
        .formatted(row.tenant(), row.cell(), row.found(), row.purge());
  }

  private static String sentence(List<PurgeRow> done) {
    return done.get(0).tenant()
        + " from "
        + done.stream()
            .map(row -> "%s, %s (purge %s)".formatted(row.cell(), row.found(), row.purge()))
            .collect(Collectors.joining(", "));
  }

  private Purged run(PurgeClaim.Held held, Watch watch) {
    try (Heartbeat beat = new Heartbeat(purges, held, lease)) {
      return work(held, beat, watch);
    } catch (StaleLease e) {
      return new Purged(
          Ending.STOPPED,
          "another worker, or a move, has taken over: " + e.getMessage(),
          List.of(),
          List.of());
    } catch (MoveFailed | PassingFault | Stopped e) {
      purges.leave(held, Reason.of(e));
      throw e;
    } finally {
      stores.release(held.leftover());
    }
  }

  private Purged work(PurgeClaim.Held held, Heartbeat beat, Watch watch) {
    Leftover leftover = held.leftover();
    stores.take(leftover);
    PurgedStores.Seen seen = stores.look(leftover);
    List<Finding> findings = Findings.grouped(seen.findings());
    beat.require();
    if (findings.stream().anyMatch(Finding::blocks)) {
      String why = findings.stream().map(Finding::line).collect(Collectors.joining("\n"));
      purges.refuse(held, why);
      return new Purged(Ending.REFUSED, refusal(leftover, findings), List.of(), findings);
    }
    Move move = leftover.move();
    if (!watch.agrees(move.source(), move.id())) {
      String why =
          "%s at %s, %s: it was not there to be agreed to when that was asked; ask for the purge again"
              .formatted(move.tenant().name(), move.source(), untouched(leftover));
      purges.refuse(held, why);
      return new Purged(Ending.REFUSED, why, List.of(), findings);
    }
    String amounts = stores.amounts(seen);
    watch.begins(held.purge(), move.source(), move.id(), amounts);
    purges.begin(held, seen.all(), amounts);
    FailPoint.PURGE_BEGUN.reached();
    long deleted = 0;
    for (Map.Entry<String, Purge> store : stores.of(leftover).entrySet()) {
      long gone = 0;
      long batch;
      while ((batch = batch(store.getValue(), leftover.asBegun(), beat)) > 0) {
        deleted += batch;
        purges.deleted(held, batch);
        gone += batch;
        watch.deleted(gone, seen.there().get(store.getKey()), stores.unit(store.getKey()).many());
        if (watch.leaves()) {
          String left = "left after %,d of %s; the next start goes on".formatted(deleted, amounts);
          purges.leave(held, left);
          return new Purged(
              Ending.STOPPED, "purge " + held.purge() + " is " + left, List.of(), List.of());
        }
      }
    }
    stores.settle(leftover.asBegun());
    stores.requireNothing(leftover.asBegun());
    PurgeRow row = purges.done(held);
    FailPoint.PURGE_DONE.reached();
    return new Purged(Ending.PURGED, "", List.of(row), findings);
  }

  private static String refusal(Leftover leftover, List<Finding> findings) {
    return "%s at %s, %s: %s%s"
        .formatted(
            leftover.move().tenant().name(),
            leftover.move().source(),
            untouched(leftover),
            findings.get(0).line(),
            findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : "");
  }

  private static String untouched(Leftover leftover) {
    return leftover.begun() ? "nothing more is deleted" : "nothing was deleted";
  }

  /** One batch, and a rest for the others who use the cell; what passes is tried again. */
  private static long batch(Purge store, Leftover leftover, Heartbeat beat) {
    for (int tries = 1; ; tries++) {
      beat.require();
      long begin = System.nanoTime();
      try {
        long rows = store.next(leftover);
        Duration rest = Duration.ofNanos(System.nanoTime() - begin).dividedBy(2);
        Patience.pause(rest.compareTo(REST_MOST) < 0 ? rest : REST_MOST, "a purge waited");
        return rows;
      } catch (PassingFault e) {
        if (tries == TRIES) {
          throw e;
        }
        Patience.pause(AGAIN, "a purge waited");
      }
    }
  }
}
