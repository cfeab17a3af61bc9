package dev.rehome.pipeline;

import java.util.List;

/**
 * The routes cannot carry a move, so that nothing was started. The message lists everything that is
 * wrong with them, each on a line of its own: file, place, and what would be right.
 */
public final class RoutesFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  RoutesFault(List<String> faults) {
    super(String.join("\n", faults));
  }
}
