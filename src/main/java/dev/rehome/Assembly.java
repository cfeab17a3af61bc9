package dev.rehome;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.Purges;
import dev.rehome.model.Move;
import dev.rehome.phases.Component;
import dev.rehome.phases.Components;
import dev.rehome.phases.Pulse;
import dev.rehome.pipeline.Wiring;
import dev.rehome.postgres.PostgresCells;
import dev.rehome.postgres.PostgresEstimate;
import dev.rehome.postgres.PostgresIdentity;
import dev.rehome.postgres.PostgresQueryTests;
import dev.rehome.postgres.PostgresStore;
import dev.rehome.postgres.TenantSessions;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.guard.PostgresTakeover;
import dev.rehome.postgres.purge.PostgresPurge;
import dev.rehome.purge.Purger;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts the program together: the only place that knows every component by name. */
public final class Assembly {
  private Assembly() {}

  /**
   * Opens the control store and builds everything over it.
   *
   * @param only the one move that this process shall work on; empty for any
   */
  public static Wiring wire(Settings settings, Optional<String> only) {
    return wire(settings, ControlStore.open(settings.control()), only);
  }

  /** The same over a control store that is open; the result closes it. */
  public static Wiring wire(Settings settings, ControlStore control, Optional<String> only) {
    PostgresCells cells = new PostgresCells(settings);
    Leases leases = new Leases(control, "");
    Component postgres = postgres(settings, cells, leases);
    return new Wiring(
        settings,
        control,
        new Components(List.of(postgres), cell -> settings.cell(cell).isPresent()),
        new TenantSessions(cells),
        new PostgresQueryTests(cells),
        cells,
        only);
  }

  /** What deletes at the cells that tenants have left; closes the cells' connections. */
  public record Purging(Purger purger, PostgresCells cells) implements AutoCloseable {
    @Override
    public void close() {
      cells.close();
    }
  }

  /** Builds it over a control store that is open, and stays so. */
  public static Purging purging(Settings settings, ControlStore control) {
    PostgresCells cells = new PostgresCells(settings);
    Purges purges = new Purges(control, "pid " + ProcessHandle.current().pid());
    return new Purging(new Purger(purges, List.of(new PostgresPurge(cells)), Pulse.LEASE), cells);
  }

  private static Component postgres(Settings settings, PostgresCells cells, Leases leases) {
    CatalogInspection catalog = new CatalogInspection(cells, settings.limits());
    PostgresFence fence =
        new PostgresFence(
            cells,
            catalog::scope,
            Duration.ofSeconds(settings.limits().fenceLeaseSeconds()),
            move -> leases.renew(move, Pulse.LEASE));
    PostgresStore store =
        new PostgresStore(cells, settings, catalog, fence, move -> leases.renew(move, Pulse.LEASE));
    return new Component(
        "postgres",
        move -> hasPostgres(settings, move),
        store,
        fence,
        move -> false,
        new PostgresTakeover(cells),
        new PostgresIdentity(cells),
        new PostgresEstimate(cells, catalog::scope, settings),
        // the catalog is not fenced
        Set.of("schema"),
        new Component.Afterwards(
            store::finish,
            move -> {
              store.release(move);
              cells.release(move);
            },
            store::kept));
  }

  private static boolean hasPostgres(Settings settings, Move move) {
    return settings.cell(move.source()).flatMap(Cell::postgres).isPresent();
  }
}
