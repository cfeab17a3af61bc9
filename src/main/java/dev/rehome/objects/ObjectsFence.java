package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.copy.OpenUploads;
import dev.rehome.objects.copy.OpenUploads.Open;
import dev.rehome.objects.policy.Departure;
import dev.rehome.objects.policy.PolicyFence;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.patience.Patience;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import dev.rehome.store.HandOver;
import dev.rehome.store.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The drain of a bucket. An observed one refuses nothing: a late write is seen by the proof, and
 * undoes the move. With {@code fence = bucket-policy} the store refuses it.
 */
public final class ObjectsFence implements Fence, HandOver {
  private static final int LOOK_EVERY_MILLIS = 200;

  private final ObjectCells cells;
  private final Clock clock;
  private final Lease right;
  private final PolicyFence policy;
  private final Departure departure;

  /**
   * A fence.
   *
   * @param lease how long a bucket refuses writes without {@link #renew}
   * @param right the mover's, which may end, or be told to end, in a drain
   */
  public ObjectsFence(ObjectCells cells, Clock clock, Duration lease, Lease right) {
    this.cells = cells;
    this.clock = clock;
    this.right = right;
    this.policy = new PolicyFence(cells, lease, right::confirm);
    this.departure = new Departure(cells, right::confirm);
  }

  /** Whether the source of a move refuses nothing. */
  public boolean observes(Move move) {
    return cells.objects(move.source()).fence() == ObjectsCell.Fence.OBSERVED;
  }

  /**
   * {@inheritDoc} Waits until no multipart upload is open below the prefix; the message names key,
   * upload id and when it was begun. Only then a fence goes up: behind it none could be completed.
   */
  @Override
  public Fenced close(Move move, Duration drainTimeout) {
    long end = System.nanoTime() + drainTimeout.toNanos();
    for (List<Open> open = uploads(move); !open.isEmpty(); open = uploads(move)) {
      if (System.nanoTime() >= end) {
        throw unfinished(move, open, drainTimeout);
      }
      right.obey(move); // a fence before this one may have lapsed
      pause();
    }
    Instant since = clock.instant();
    if (!observes(move)) {
      policy.close(move, end);
    }
    return new Fenced(since, "");
  }

  private List<Open> uploads(Move move) {
    List<Open> open = new ArrayList<>();
    new OpenUploads(cells.source(move)).each(open::addAll);
    return open;
  }

  private MoveFailed unfinished(Move move, List<Open> open, Duration timeout) {
    BucketSide source = cells.source(move);
    Open first = open.get(0);
    return new MoveFailed(
        "%s: the upload of %s/%s (upload id %s, begun %s) is not finished after %d s (drain-timeout-seconds)%s; let it end, or abort it"
            .formatted(
                source.cell(),
                source.bucket(),
                source.key(first.name()),
                first.id(),
                first.initiated(),
                timeout.toSeconds(),
                open.size() == 1 ? "" : ", and %d more".formatted(open.size() - 1)));
  }

  private static void pause() {
    Patience.pause(Duration.ofMillis(LOOK_EVERY_MILLIS), "uploads were waited for");
  }

  /** {@inheritDoc} An observed bucket has no deadline. */
  @Override
  public boolean renew(Move move, Duration lease) {
    return observes(move) || policy.renew(move, lease);
  }

  @Override
  public boolean seal(Move move) {
    return observes(move) || policy.seal(move);
  }

  @Override
  public boolean lift(Move move) {
    return observes(move) || policy.lift(move);
  }

  /** {@inheritDoc} The target's bucket refuses the tenant only if an earlier move has left it. */
  @Override
  public boolean open(Move move) {
    departure.open(move);
    return true;
  }

  @Override
  public void leave(Move move) {
    if (!observes(move)) {
      departure.shut(move);
    }
  }
}
