package dev.rehome.pipeline;

import dev.rehome.hooks.Caller;
import dev.rehome.hooks.HttpWeb;
import dev.rehome.hooks.Web;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.books.Checks;
import dev.rehome.journal.books.Delays;
import dev.rehome.journal.books.HookBook;
import dev.rehome.journal.books.Identities;
import dev.rehome.journal.books.LookBook;
import dev.rehome.journal.books.Manifest;
import dev.rehome.journal.books.Pauses;
import dev.rehome.journal.books.Wishes;
import dev.rehome.journal.door.Journal;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.journal.read.Timings;
import dev.rehome.phases.Application;
import dev.rehome.phases.Copy;
import dev.rehome.phases.Copying;
import dev.rehome.phases.Cutover;
import dev.rehome.phases.Drain;
import dev.rehome.phases.LastLooks;
import dev.rehome.phases.Live;
import dev.rehome.phases.NoReturn;
import dev.rehome.phases.NotMoved;
import dev.rehome.phases.Observed;
import dev.rehome.phases.Preflight;
import dev.rehome.phases.Resume;
import dev.rehome.phases.Snapshot;
import dev.rehome.phases.Spine;
import dev.rehome.phases.Undo;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import dev.rehome.phases.work.Pulse;
import dev.rehome.phases.work.Standstills;
import dev.rehome.phases.work.StoreWatch;
import dev.rehome.phases.work.Watches;
import dev.rehome.phases.work.Worker;
import dev.rehome.settings.Settings;
import dev.rehome.store.Kinds;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Who is given whom: every object of the program that lives as long as it, built once. */
public final class Wiring implements AutoCloseable {
  private final Clock clock = Clock.systemUTC();
  private final Kinds kinds;
  private final Settings settings;
  private final ControlStore control;
  private final Components components;
  private final Held held;
  private final Journal journal;
  private final Manifest manifest;
  private final Checks checks;
  private final Identities identities;
  private final Wishes wishes;
  private final GuardWatch guard;
  private final Standstills standstills = new Standstills();
  private final Pulse pulse;
  private final Worker worker;
  private final Watches watches;
  private final Web http = new HttpWeb();
  private final CamelRoutes routes;
  private final Application application;

  /**
   * @param control closed with this
   * @param components closed with this
   * @param routes lead through the pipeline once it is started
   * @param held holds no move yet
   * @param only the one move that this process works on; empty for any
   */
  public Wiring(
      Kinds kinds,
      Settings settings,
      ControlStore control,
      Components components,
      CamelRoutes routes,
      Held held,
      Optional<String> only) {
    this.kinds = kinds;
    this.settings = settings;
    this.control = control;
    this.components = components;
    this.routes = routes;
    this.held = held;
    application =
        new Application(settings::cell, new Caller(settings, http), new HookBook(control), clock);
    journal = new Journal(control, kinds.tables());
    manifest = new Manifest(control);
    checks = new Checks(control);
    identities = new Identities(control);
    Leases leases = new Leases(control);
    wishes = new Wishes(control);
    guard = new GuardWatch(components, new Pauses(control), settings.limits(), clock);
    Duration lost = Duration.ofSeconds(settings.limits().storeLostSeconds());
    StoreWatch stores = new StoreWatch(components, held, guard, lost, clock);
    pulse = new Pulse(held, leases, wishes, guard, stores, standstills, settings.limits(), clock);
    worker =
        new Worker(
            leases, held, pulse, components, only, settings.limits().movesMax(), this::ending);
    watches = new Watches(components, control, held, settings);
  }

  private String ending(String move) {
    Moved now = history().move(move).orElseThrow();
    return now.message().isEmpty() ? now.status() : now.status() + ": " + now.message();
  }

  public Settings settings() {
    return settings;
  }

  public ControlStore control() {
    return control;
  }

  public Components components() {
    return components;
  }

  public Held held() {
    return held;
  }

  public Manifest manifest() {
    return manifest;
  }

  public Standstills standstills() {
    return standstills;
  }

  public Pulse pulse() {
    return pulse;
  }

  public Watches watches() {
    return watches;
  }

  public Worker worker() {
    return worker;
  }

  public Wishes wishes() {
    return wishes;
  }

  public Submissions submissions() {
    return new Submissions(control);
  }

  public History history() {
    return new History(control, kinds);
  }

  public Spine spine() {
    return new Spine(journal, held, guard);
  }

  public Preflight preflight() {
    return new Preflight(
        journal, held, components, new NotMoved(settings::cell), observed(), settings.limits());
  }

  public Copying copying() {
    return new Copying(held, components, manifest);
  }

  public Copy copy() {
    return new Copy(journal, held, components, copying());
  }

  public Drain drain() {
    return new Drain(
        journal, held, components, guard, application, identities, settings.limits(), clock);
  }

  public Snapshot snapshot() {
    return new Snapshot(journal, held, components, checks, lastLooks());
  }

  public Cutover cutover() {
    return new Cutover(journal, held, components, checks, guard, lastLooks());
  }

  public Resume resume() {
    return new Resume(
        journal,
        held,
        components,
        guard,
        new NoReturn(guard, live(), lastLooks(), held, clock),
        application,
        observed(),
        lastLooks(),
        new Delays(control));
  }

  public Undo undo() {
    return new Undo(
        journal,
        held,
        components,
        guard,
        new Timings(control, kinds),
        application,
        new Delays(control),
        wishes);
  }

  private LastLooks lastLooks() {
    return new LastLooks(components, new LookBook(control), identities);
  }

  private Live live() {
    return new Live(settings::cell, application, new Caller(settings, http), components, held);
  }

  private Observed observed() {
    return new Observed(components, settings::cell);
  }

  CamelRoutes routes() {
    return routes;
  }

  @Override
  public void close() {
    pulse.close();
    watches.close();
    try {
      components.close();
    } finally {
      control.close();
    }
  }
}
