package dev.rehome.purge;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import dev.rehome.store.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The stores of a cell that was left, each with what deletes there, in the order of deleting. */
final class PurgedStores {
  private final Map<String, Purge> stores;
  private final Function<String, Unit> units;

  /**
   * @param stores what deletes, by component
   * @param units what each component is counted in
   */
  PurgedStores(Map<String, Purge> stores, Function<String, Unit> units) {
    this.stores = Collections.unmodifiableMap(new LinkedHashMap<>(stores));
    this.units = units;
  }

  /**
   * What a look at all of them saw.
   *
   * @param there how many things are there, by component
   */
  record Seen(Map<String, Long> there, List<Finding> findings) {
    /** How many things, of whatever kind. */
    long all() {
      return there.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  void take(Leftover leftover) {
    of(leftover).values().forEach(store -> store.take(leftover));
  }

  void release(Leftover leftover) {
    of(leftover).values().forEach(store -> store.release(leftover));
  }

  void settle(Leftover leftover) {
    of(leftover).values().forEach(store -> store.settle(leftover));
  }

  /** What is there, and what speaks against deleting it; reads only. */
  Seen look(Leftover leftover) {
    Map<String, Long> there = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>(untouched(leftover));
    of(leftover)
        .forEach(
            (component, store) -> {
              Purge.Found found = store.look(leftover);
              there.put(component, found.rows());
              findings.addAll(found.findings());
            });
    return new Seen(there, findings);
  }

  /** What a component is counted in. */
  Unit unit(String component) {
    return units.apply(component);
  }

  /** {@code 998 rows, 100 objects}. */
  String amounts(Seen seen) {
    String all =
        seen.there().entrySet().stream()
            .filter(one -> one.getValue() > 0)
            .map(
                one -> {
                  Unit unit = units.apply(one.getKey());
                  return "%,d %s"
                      .formatted(one.getValue(), one.getValue() == 1 ? unit.one() : unit.many());
                })
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "nothing" : all;
  }

  /** Those of the move's components; all, for a move of a version that recorded none. */
  Map<String, Purge> of(Leftover leftover) {
    List<String> components = leftover.move().components();
    Map<String, Purge> those = new LinkedHashMap<>(stores);
    those.keySet().removeIf(name -> !components.isEmpty() && !components.contains(name));
    return those;
  }

  /** What the move left and nobody here deletes is told. */
  private List<Finding> untouched(Leftover leftover) {
    return leftover.move().components().stream()
        .filter(component -> !stores.containsKey(component))
        .map(
            component ->
                Finding.note(
                    component,
                    leftover.move().source(),
                    "stays as it is: a purge deletes nothing there",
                    "delete by hand what shall go"))
        .toList();
  }

  /** Throws {@code MoveFailed} when something is left. */
  void requireNothing(Leftover leftover) {
    for (Map.Entry<String, Purge> store : of(leftover).entrySet()) {
      Purge.Found found = store.getValue().look(leftover);
      if (found.rows() > 0 || found.findings().stream().anyMatch(Finding::blocks)) {
        throw new MoveFailed(
            "%s: not all is gone: %,d %s are there. %s"
                .formatted(
                    leftover.move().source(),
                    found.rows(),
                    units.apply(store.getKey()).many(),
                    found.findings().stream()
                        .map(Finding::line)
                        .collect(Collectors.joining("; "))));
      }
    }
  }
}
