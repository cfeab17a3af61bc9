package dev.rehome.phases.work;

import dev.rehome.journal.read.SessionBook;
import dev.rehome.model.Reason;
import dev.rehome.model.Tenant;
import dev.rehome.store.SessionLook;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every cell once a second and writes down which tenants' sessions are open there. */
public final class SessionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);

  private final SessionLook look;
  private final SessionBook book;
  private final List<String> cells;
  private final Map<String, String> said = new ConcurrentHashMap<>();
  private final ScheduledExecutorService threads;

  /**
   * @param cells those that can have sessions; each is looked at on its own, so that one that is
   *     down does not hide the others
   */
  public SessionWatch(SessionLook look, SessionBook book, List<String> cells) {
    this.look = look;
    this.book = book;
    this.cells = List.copyOf(cells);
    this.threads = Executors.newScheduledThreadPool(Math.max(1, Math.min(4, cells.size())));
  }

  /** Begins to look. */
  public void start() {
    for (String cell : cells) {
      Future<?> unused = threads.scheduleWithFixedDelay(() -> lookAt(cell), 0, 1, TimeUnit.SECONDS);
    }
  }

  /** What goes wrong is said once, not every second. */
  private void lookAt(String cell) {
    try {
      List<Tenant> tenants = book.tenants();
      book.seen(cell, tenants.isEmpty() ? List.of() : look.look(cell, tenants));
      said.remove(cell);
    } catch (RuntimeException e) {
      String why = Reason.of(e);
      if (!why.equals(said.put(cell, why))) {
        LOG.warn("sessions of {} were not seen: {}", cell, why);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
