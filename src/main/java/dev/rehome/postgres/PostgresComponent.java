package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.discover.Discovery;
import dev.rehome.postgres.findings.rows.HeldRows;
import dev.rehome.postgres.forecast.PostgresEstimate;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.guard.PostgresTakeover;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.sql.Vanished;
import dev.rehome.store.Component;
import dev.rehome.store.Estimator;
import dev.rehome.store.Fence;
import dev.rehome.store.HandOver;
import dev.rehome.store.Host;
import dev.rehome.store.Identity;
import dev.rehome.store.LastLook;
import dev.rehome.store.Proposal;
import dev.rehome.store.SessionLook;
import dev.rehome.store.Store;
import dev.rehome.store.Takeover;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL's part of moves. */
final class PostgresComponent implements Component {
  private final Host host;
  private final PostgresCells cells;
  private final CatalogInspection catalog;
  private final PostgresFence fence;
  private final PostgresStore store;

  PostgresComponent(Host host) {
    this.host = host;
    this.cells = new PostgresCells(host.settings());
    this.catalog =
        new CatalogInspection(cells, host.settings().limits(), host.left(), host.gauge());
    this.fence =
        new PostgresFence(
            cells,
            catalog::scope,
            Duration.ofSeconds(host.settings().limits().fenceLeaseSeconds()),
            host.lease()::confirm);
    this.store =
        new PostgresStore(
            cells,
            host.settings(),
            catalog,
            fence,
            host.lease()::confirm,
            host.objects(),
            host.left());
  }

  @Override
  public String name() {
    return PostgresCell.KIND;
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
  public Takeover takeover() {
    return new PostgresTakeover(cells);
  }

  @Override
  public Identity identity() {
    return new PostgresIdentity(cells);
  }

  @Override
  public Estimator estimator() {
    return new PostgresEstimate(cells, catalog::scope, host.settings());
  }

  @Override
  public String held(Move move) {
    return HeldRows.words(cells.source(move), cells.target(move), move);
  }

  /** {@inheritDoc} Once more under the fence: tables may be changed until then. */
  @Override
  public void ready(Move move) {
    Prepared.noted(new Ledger(cells, host.lease()::confirm), move)
        .ifPresent(made -> made.require(move, Vanished.anew(() -> catalog.scope(move))));
  }

  @Override
  public Optional<Proposal> discover(Move move) {
    return cells.source(move).settings().isolation() == Isolation.ROW
        ? Optional.of(Discovery.of(cells.source(move), cells.target(move), move))
        : Optional.empty();
  }

  /** {@inheritDoc} The catalog is not fenced. */
  @Override
  public Set<String> lastChecks() {
    return Set.of("schema");
  }

  @Override
  public LastLook lastLook() {
    return store.lastLook();
  }

  @Override
  public Optional<SessionLook> sessions() {
    return Optional.of(new TenantSessions(cells));
  }

  @Override
  public void ask(Move move, Path folder) {
    new PostgresQueryTests(cells).hold(move, folder);
  }

  @Override
  public void reach(Move move) {
    for (String cell : List.of(move.source(), move.target())) {
      SignOfLife.await(cell, cells.postgres(cell).database());
    }
  }

  @Override
  public void finish(Move move) {
    store.finish(move);
  }

  @Override
  public String kept(Move move) {
    return store.kept(move);
  }

  @Override
  public void release(Move move) {
    store.release(move);
    cells.release(move);
  }

  @Override
  public void close() {
    cells.close();
  }
}
