package dev.rehome.phases.work;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.store.Component;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import dev.rehome.store.HandOver;
import dev.rehome.store.Store;
import java.time.Duration;

/** A component with a fence of its own, of which a test says only what it asks. */
public abstract class BareComponent implements Component, Fence {
  /** A move that stands at the intent of a phase. */
  public static Move move(Phase phase, Undo undo) {
    Position position = new Position(phase, Mark.INTENT, 1, Status.RUNNING, undo);
    return new Move("m1", "j1", Tenant.named("acme"), "a", "b", Options.NONE, 1, position);
  }

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
