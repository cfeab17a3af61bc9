package dev.rehome;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.ObjectRows;
import dev.rehome.journal.PostgresTurns;
import dev.rehome.journal.Purges;
import dev.rehome.model.Move;
import dev.rehome.model.Position;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.ObjectsEstimate;
import dev.rehome.objects.ObjectsFence;
import dev.rehome.objects.ObjectsIdentity;
import dev.rehome.objects.ObjectsStore;
import dev.rehome.objects.proof.ObjectsProof;
import dev.rehome.objects.purge.ObjectsPurge;
import dev.rehome.phases.Component;
import dev.rehome.phases.Components;
import dev.rehome.phases.Held;
import dev.rehome.phases.Pulse;
import dev.rehome.pipeline.ObjectRequests;
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
import dev.rehome.store.ObjectBook;
import dev.rehome.store.Purge;
import java.time.Clock;
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
    ObjectCells buckets = new ObjectCells(settings, new PostgresTurns(control));
    Leases leases = new Leases(control, "");
    ObjectBook book = new ObjectRows(control);
    ObjectRequests requests = new ObjectRequests();
    Component postgres = postgres(settings, cells, leases, book);
    Held held = new Held();
    Component objects = objects(settings, buckets, leases, held, book, requests);
    return new Wiring(
        settings,
        control,
        new Components(List.of(postgres, objects), cell -> settings.cell(cell).isPresent()),
        new TenantSessions(cells),
        new PostgresQueryTests(cells),
        requests,
        held,
        () -> {
          buckets.close();
          cells.close();
        },
        only);
  }

  /** What deletes at the cells that tenants have left; closes the cells' connections. */
  public record Purging(Purger purger, PostgresCells cells, ObjectCells objects)
      implements AutoCloseable {
    @Override
    public void close() {
      objects.close();
      cells.close();
    }
  }

  /** Builds it over a control store that is open, and stays so. */
  public static Purging purging(Settings settings, ControlStore control) {
    PostgresCells cells = new PostgresCells(settings);
    Purges purges = new Purges(control, "pid " + ProcessHandle.current().pid());
    ObjectCells objects = new ObjectCells(settings, new PostgresTurns(control));
    List<Purge> stores =
        List.of(new PostgresPurge(cells), new ObjectsPurge(objects, new ObjectRows(control)));
    return new Purging(new Purger(purges, stores, Pulse.LEASE), cells, objects);
  }

  private static Component postgres(
      Settings settings, PostgresCells cells, Leases leases, ObjectBook book) {
    CatalogInspection catalog = new CatalogInspection(cells, settings.limits());
    PostgresFence fence =
        new PostgresFence(
            cells,
            catalog::scope,
            Duration.ofSeconds(settings.limits().fenceLeaseSeconds()),
            move -> leases.renew(move, Pulse.LEASE));
    PostgresStore store =
        new PostgresStore(
            cells, settings, catalog, fence, move -> leases.renew(move, Pulse.LEASE), book);
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

  private static Component objects(
      Settings settings,
      ObjectCells cells,
      Leases leases,
      Held held,
      ObjectBook book,
      ObjectRequests requests) {
    ObjectsFence fence =
        new ObjectsFence(
            cells,
            Clock.systemUTC(),
            Duration.ofSeconds(settings.limits().fenceLeaseSeconds()),
            move -> leases.renew(move, Pulse.LEASE));
    ObjectsStore store =
        new ObjectsStore(
            cells,
            book,
            settings,
            move -> {
              // a chunk may be one object that takes hours; what is being undone has obeyed
              if (move.position().undo() == Position.Undo.NONE) {
                held.obey(move.id());
              }
              leases.renew(move, Pulse.LEASE);
            },
            requests);
    return new Component(
        "objects",
        move -> hasObjects(settings, move),
        store,
        fence,
        fence::observes,
        // a store of objects has no sessions to end: see Deletes, Placing and the last look
        move -> {},
        new ObjectsIdentity(cells),
        new ObjectsEstimate(cells, settings),
        Set.of(ObjectsProof.UNCHANGED),
        new Component.Afterwards(move -> {}, move -> {}, move -> ""));
  }

  private static boolean hasObjects(Settings settings, Move move) {
    return settings.cell(move.source()).flatMap(Cell::objects).isPresent()
        && !move.options().leaveBehind().contains("objects");
  }

  private static boolean hasPostgres(Settings settings, Move move) {
    return settings.cell(move.source()).flatMap(Cell::postgres).isPresent();
  }
}
