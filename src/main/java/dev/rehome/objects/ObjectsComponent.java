package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.objects.proof.ObjectsProof;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.store.Component;
import dev.rehome.store.Estimator;
import dev.rehome.store.Fence;
import dev.rehome.store.HandOver;
import dev.rehome.store.Host;
import dev.rehome.store.Identity;
import dev.rehome.store.LastLook;
import dev.rehome.store.Store;
import java.time.Duration;
import java.util.Set;

/**
 * Objects' part of moves. A store of objects has no sessions to end: see {@link Deletes}, the gate
 * of writes, and the last look.
 */
final class ObjectsComponent implements Component {
  private final Host host;
  private final ObjectCells cells;
  private final ObjectsFence fence;
  private final ObjectsStore store;

  ObjectsComponent(Host host) {
    this.host = host;
    this.cells = new ObjectCells(host.settings(), host.turns());
    this.fence =
        new ObjectsFence(
            cells,
            host.clock(),
            Duration.ofSeconds(host.settings().limits().fenceLeaseSeconds()),
            host.lease());
    this.store =
        // a chunk may be one object that takes hours
        new ObjectsStore(cells, host.objects(), host.settings(), host.lease()::obey, host.gauge());
  }

  @Override
  public String name() {
    return ObjectsCell.KIND;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Fence fence() {
    return fence;
  }

  @Override
  public HandOver handOver() {
    return fence;
  }

  @Override
  public Identity identity() {
    return new ObjectsIdentity(cells);
  }

  @Override
  public Estimator estimator() {
    return new ObjectsEstimate(cells, host.settings());
  }

  @Override
  public boolean observed(Move move) {
    return fence.observes(move);
  }

  @Override
  public Set<String> lastChecks() {
    return Set.of(ObjectsProof.UNCHANGED);
  }

  @Override
  public LastLook lastLook() {
    return store.lastLook();
  }

  @Override
  public void reach(Move move) {
    cells.source(move).reach();
    cells.target(move).reach();
  }

  @Override
  public void close() {
    cells.close();
  }
}
