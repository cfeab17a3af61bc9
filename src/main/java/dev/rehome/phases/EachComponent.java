package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For which components of a move a step was done by this worker: routes lead to them, and routes
 * may be edited. Thread safe.
 */
final class EachComponent {
  private final Map<String, Set<String>> done = new ConcurrentHashMap<>();

  void add(Move move, String component) {
    done.computeIfAbsent(key(move), id -> ConcurrentHashMap.newKeySet()).add(component);
  }

  /** Nothing was done for the move. */
  void forget(Move move) {
    done.remove(key(move));
  }

  /**
   * That it was done for each of these.
   *
   * @param otherwise what is wrong, e.g. {@code a route leaves it out}
   * @throws MoveFailed naming those that are missing
   */
  void require(Move move, List<String> components, String otherwise) {
    List<String> missing = new ArrayList<>(components);
    missing.removeAll(done.getOrDefault(key(move), Set.of()));
    if (!missing.isEmpty()) {
      throw new MoveFailed(move + ": " + String.join(", ", missing) + ": " + otherwise);
    }
  }

  private static String key(Move move) {
    return move.id() + "/" + move.epoch();
  }
}
