package dev.rehome.phases.work;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.read.SessionBook;
import dev.rehome.journal.read.WaitBook;
import dev.rehome.settings.Settings;
import java.util.List;

/** What looks at every cell all the time: who is there, and who waits behind a move. */
public final class Watches implements AutoCloseable {
  private final SessionWatch sessions;
  private final WaitWatch waits;

  public Watches(Components components, ControlStore control, Held held, Settings settings) {
    CellSessions look = new CellSessions(components);
    List<String> cells = settings.cells().keySet().stream().filter(look::in).sorted().toList();
    waits = new WaitWatch(look, new WaitBook(control), held, cells);
    sessions = new SessionWatch(look, new SessionBook(control), cells);
  }

  /** Begins to look. */
  public void start() {
    sessions.start();
    waits.start();
  }

  @Override
  public void close() {
    sessions.close();
    waits.close();
  }
}
