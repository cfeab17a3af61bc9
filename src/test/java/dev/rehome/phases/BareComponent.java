package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.store.Component;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import dev.rehome.store.HandOver;
import dev.rehome.store.Store;
import java.time.Duration;

/** A component with a fence of its own, of which a test says only what it asks. */
abstract class BareComponent implements Component, Fence {
  @Override
  public Store store() {
    throw notAskedFor();
  }

  @Override
  public Fence fence() {
    return this;
  }

  @Override
  public HandOver handOver() {
    throw notAskedFor();
  }

  @Override
  public Fenced close(Move move, Duration drainTimeout) {
    throw notAskedFor();
  }

  @Override
  public boolean renew(Move move, Duration lease) {
    throw notAskedFor();
  }

  @Override
  public boolean seal(Move move) {
    throw notAskedFor();
  }

  @Override
  public boolean lift(Move move) {
    throw notAskedFor();
  }

  private static UnsupportedOperationException notAskedFor() {
    return new UnsupportedOperationException("not asked for here");
  }
}
