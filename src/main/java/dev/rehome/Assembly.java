package dev.rehome;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Doings;
import dev.rehome.journal.LeasedRows;
import dev.rehome.journal.Leases;
import dev.rehome.journal.Workers;
import dev.rehome.journal.books.ObjectRows;
import dev.rehome.journal.books.PostgresTurns;
import dev.rehome.journal.purge.LeftCells;
import dev.rehome.journal.purge.Lifts;
import dev.rehome.journal.purge.Purges;
import dev.rehome.model.Move;
import dev.rehome.model.Position;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;
import dev.rehome.phases.work.Pulse;
import dev.rehome.pipeline.CamelRoutes;
import dev.rehome.pipeline.Wiring;
import dev.rehome.purge.Lifter;
import dev.rehome.purge.Purger;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import dev.rehome.store.Host;
import dev.rehome.store.Kinds;
import dev.rehome.store.Lease;
import dev.rehome.store.Purge;
import dev.rehome.store.Routes;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts the program together, of whatever kinds of stores there are. */
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
    return wire(Registry.KINDS, settings, control, only);
  }

  /** The same with other kinds of stores. */
  public static Wiring wire(
      Kinds kinds, Settings settings, ControlStore control, Optional<String> only) {
    Held held = new Held();
    CamelRoutes routes = new CamelRoutes();
    Host host = host(settings, control, lease(new Leases(control), held), routes);
    Components components =
        new Components(
            kinds.all().stream().map(kind -> kind.component(host)).toList(),
            cell -> settings.cell(cell).map(Cell::stores));
    return new Wiring(kinds, settings, control, components, routes, held, only);
  }

  private static Host host(Settings settings, ControlStore control, Lease lease, Routes routes) {
    return new Host(
        settings,
        Clock.systemUTC(),
        lease,
        new PostgresTurns(control),
        new LeasedRows(control),
        new ObjectRows(control),
        new LeftCells(control)::at,
        new Doings(control),
        routes);
  }

  private static Lease lease(Leases leases, Held held) {
    return new Lease() {
      @Override
      public void confirm(Move move) {
        leases.renew(move, Pulse.LEASE);
      }

      @Override
      public void obey(Move move) {
        // what is being undone has obeyed
        if (move.position().undo() == Position.Undo.NONE) {
          held.obey(move.id());
        }
        confirm(move);
      }
    };
  }

  /** What deletes at the cells that tenants have left; closes the cells' connections. */
  public record Purging(Purger purger, Map<String, Purge> stores) implements AutoCloseable {
    @Override
    public void close() {
      stores.values().forEach(Purge::close);
    }
  }

  /** What lifts refusals at such cells; closes the cells' connections. */
  public record Lifting(Lifter lifter, Map<String, Purge> stores) implements AutoCloseable {
    @Override
    public void close() {
      stores.values().forEach(Purge::close);
    }
  }

  /** Builds it over a control store that is open, and stays so. */
  public static Lifting lifting(Kinds kinds, Settings settings, ControlStore control) {
    Lifts lifts = new Lifts(control, Workers.thisProcess());
    Map<String, Purge> stores = purges(kinds, host(settings, control, lifts::confirm, Routes.NONE));
    return new Lifting(new Lifter(lifts, stores, kinds::unit), stores);
  }

  private static Map<String, Purge> purges(Kinds kinds, Host host) {
    Map<String, Purge> stores = new LinkedHashMap<>();
    kinds
        .all()
        .forEach(kind -> kind.purge(host).ifPresent(purge -> stores.put(kind.name(), purge)));
    return stores;
  }

  /** Builds it over a control store that is open, and stays so. */
  public static Purging purging(Settings settings, ControlStore control) {
    return purging(Registry.KINDS, settings, control);
  }

  /** The same with other kinds of stores. */
  public static Purging purging(Kinds kinds, Settings settings, ControlStore control) {
    Purges purges = new Purges(control, Workers.thisProcess(), kinds.tables());
    Host host = host(settings, control, move -> purges.renew(move, Pulse.LEASE), Routes.NONE);
    Map<String, Purge> stores = purges(kinds, host);
    return new Purging(new Purger(purges, stores, kinds::unit, Pulse.LEASE), stores);
  }
}
