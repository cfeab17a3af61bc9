package dev.rehome.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The routes that an operator has suspended in this process. Thread safe. */
final class SuspendedRoutes {
  private final Set<String> ids = new LinkedHashSet<>();

  /** From now on nothing begins in the route. The second time changes nothing. */
  synchronized void add(String route) {
    ids.add(route);
  }

  /** What waits for the route goes on. The second time changes nothing. */
  synchronized void remove(String route) {
    ids.remove(route);
    notifyAll();
  }

  synchronized boolean contains(String route) {
    return ids.contains(route);
  }

  /** One of these routes that is suspended. */
  synchronized Optional<String> anyOf(Collection<String> routes) {
    return ids.stream().filter(routes::contains).findFirst();
  }

  /** Waits until one is resumed, at most {@code limit}. */
  @SuppressWarnings("WaitNotInLoop") // the caller looks again, whyever it was woken
  synchronized void await(Duration limit) throws InterruptedException {
    wait(limit.toMillis());
  }
}
