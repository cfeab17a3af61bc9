package dev.rehome.phases.work;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Stopped;
import dev.rehome.store.Component;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The components that this program knows, in the order of the drain. */
public final class Components implements AutoCloseable {
  private final List<Component> all;
  private final Function<String, Optional<Set<String>>> stores;

  /**
   * @param stores the names of the kinds of stores that a cell has; empty for a cell that the
   *     settings do not know
   */
  public Components(List<Component> all, Function<String, Optional<Set<String>>> stores) {
    this.all = List.copyOf(all);
    this.stores = stores;
  }

  /**
   * The components of a move, in the order of the drain: those that PREFLIGHT recorded, else those
   * that its source cell has, but for what the job leaves behind.
   *
   * @throws Stopped when this process does not know the move's cells, or lacks a recorded component
   *     there: another one may have them
   */
  public List<Component> of(Move move) {
    for (String cell : List.of(move.source(), move.target())) {
      if (stores.apply(cell).isEmpty()) {
        throw new Stopped(
            "%s: the settings of this process lack cell %s; work on it where they have it (rehome.cell.%s.*)"
                .formatted(move, cell, cell));
      }
    }
    List<Component> here = here(move);
    List<String> lacking = new ArrayList<>(move.components());
    here.forEach(component -> lacking.remove(component.name()));
    if (!lacking.isEmpty()) {
      throw new Stopped(
          "%s: it began with %s, and the settings of this process lack %s; work on it where they have it (rehome.cell.%s.%s.*)"
              .formatted(move, move.components(), lacking, move.source(), lacking.get(0)));
    }
    return here;
  }

  /** Those of a move's components that this process has, whatever it lacks. */
  public List<Component> here(Move move) {
    List<String> recorded = move.components();
    return in(move.source()).stream()
        .filter(component -> recorded.isEmpty() || recorded.contains(component.name()))
        .filter(component -> !move.options().leaveBehind().contains(component.name()))
        .toList();
  }

  /** The names of a move's components, in the order of the drain. */
  public List<String> names(Move move) {
    return of(move).stream().map(Component::name).toList();
  }

  /** Those of a cell; none of one that the settings do not know. */
  public List<Component> in(String cell) {
    Set<String> names = stores.apply(cell).orElse(Set.of());
    return all.stream().filter(component -> names.contains(component.name())).toList();
  }

  /** Every component, of whatever move. */
  public List<Component> all() {
    return all;
  }

  /** The components of a move, in the order of the undo. */
  public List<Component> reversed(Move move) {
    List<Component> reversed = new ArrayList<>(of(move));
    Collections.reverse(reversed);
    return reversed;
  }

  /** Which physical stores the move works on, by component and side. */
  public Map<String, String> identities(Move move) {
    Map<String, String> identities = new TreeMap<>();
    for (Component component : of(move)) {
      component
          .identity()
          .of(move)
          .forEach((side, identity) -> identities.put(component.name() + " " + side, identity));
    }
    return identities;
  }

  /** What outlives the move on purpose, for its message; empty for nothing. */
  public String kept(Move move) {
    return of(move).stream()
        .map(component -> component.kept(move))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** The component of that name. */
  public Component named(String name) {
    return all.stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new MoveFailed("there is no component " + name));
  }

  @Override
  public void close() {
    all.forEach(Component::close);
  }
}
