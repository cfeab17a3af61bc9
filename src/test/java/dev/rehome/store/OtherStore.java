package dev.rehome.store;

import dev.rehome.model.Move;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A component whose store is another one. */
public record OtherStore(Component real, Store store) implements Component {
  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Fence fence() {
    return real.fence();
  }

  @Override
  public HandOver handOver() {
    return real.handOver();
  }

  @Override
  public Takeover takeover() {
    return real.takeover();
  }

  @Override
  public Identity identity() {
    return real.identity();
  }

  @Override
  public Estimator estimator() {
    return real.estimator();
  }

  @Override
  public boolean observed(Move move) {
    return real.observed(move);
  }

  @Override
  public Set<String> lastChecks() {
    return real.lastChecks();
  }

  @Override
  public LastLook lastLook() {
    return real.lastLook();
  }

  @Override
  public Optional<SessionLook> sessions() {
    return real.sessions();
  }

  @Override
  public void ask(Move move, Path folder) {
    real.ask(move, folder);
  }

  @Override
  public void finish(Move move) {
    real.finish(move);
  }

  @Override
  public String kept(Move move) {
    return real.kept(move);
  }

  @Override
  public void release(Move move) {
    real.release(move);
  }

  @Override
  public void close() {
    real.close();
  }
}
