package dev.rehome.phases.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which moves stand still in this process, and at which route: an operator has suspended it. {@link
 * Pulse} tells the control store. Thread safe.
 */
public final class Standstills {
  private static final Logger LOG = LoggerFactory.getLogger(Standstills.class);

  private final Map<String, List<String>> waiting = new HashMap<>();

  /** One more piece of work on the move waits for the route. */
  public synchronized void begin(String move, String route) {
    List<String> routes = waiting.computeIfAbsent(move, id -> new ArrayList<>());
    if (routes.isEmpty()) {
      LOG.info("move {}: paused: the route {} is suspended", move, route);
    }
    routes.add(route);
  }

  /** That piece of work waits no longer. */
  public synchronized void end(String move, String route) {
    List<String> routes = waiting.getOrDefault(move, List.of());
    routes.remove(route);
    if (routes.isEmpty()) {
      waiting.remove(move);
      LOG.info("move {}: no longer paused", move);
    }
  }

  /** The route that the move waits for; the first of several. */
  public synchronized Optional<String> of(String move) {
    return Optional.ofNullable(waiting.get(move)).map(routes -> routes.get(0));
  }
}
