package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Stopped;
import dev.rehome.objects.copy.OpenUploads;
import dev.rehome.objects.copy.OpenUploads.Open;
import dev.rehome.settings.ObjectsCell;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The drain of a bucket. An observed one refuses nothing: a late write is seen by the proof, and
 * undoes the move. Pre-flight refuses {@code fence = bucket-policy}, which is not in this version.
 */
public final class ObjectsFence implements Fence {
  private static final int LOOK_EVERY_MILLIS = 200;

  private final ObjectCells cells;
  private final Clock clock;

  public ObjectsFence(ObjectCells cells, Clock clock) {
    this.cells = cells;
    this.clock = clock;
  }

  /** Whether the source of a move refuses nothing. */
  public boolean observes(Move move) {
    return cells.objects(move.source()).fence() == ObjectsCell.Fence.OBSERVED;
  }

  /**
   * {@inheritDoc} Waits until no multipart upload is open below the prefix; the message names key,
   * upload id and when it was begun.
   */
  @Override
  public Fenced close(Move move, Duration drainTimeout) {
    Instant since = clock.instant();
    if (!observes(move)) {
      throw new MoveFailed(
          move.source() + ": objects.fence = bucket-policy is not in this version");
    }
    long end = System.nanoTime() + drainTimeout.toNanos();
    for (List<Open> open = open(move); !open.isEmpty(); open = open(move)) {
      if (System.nanoTime() >= end) {
        throw unfinished(move, open, drainTimeout);
      }
      pause();
    }
    return new Fenced(since, "");
  }

  private List<Open> open(Move move) {
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
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while uploads were waited for");
    }
  }

  /** {@inheritDoc} It has no deadline. */
  @Override
  public boolean renew(Move move, Duration lease) {
    return true;
  }

  @Override
  public boolean seal(Move move) {
    return true;
  }

  @Override
  public boolean lift(Move move) {
    return true;
  }

  /** {@inheritDoc} Nothing was closed. */
  @Override
  public boolean handOver(Move move) {
    return true;
  }
}
