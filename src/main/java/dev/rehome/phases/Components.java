package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Stopped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The components that this program knows, in the order of the drain. */
public final class Components {
  private final List<Component> all;
  private final Predicate<String> knownCell;

  /**
   * @param knownCell whether the settings have a cell of that name
   */
  public Components(List<Component> all, Predicate<String> knownCell) {
    this.all = List.copyOf(all);
    this.knownCell = knownCell;
  }

  /**
   * The components of a move, in the order of the drain.
   *
   * @throws Stopped when this process does not know the move's cells: another one may
   */
  public List<Component> of(Move move) {
    for (String cell : List.of(move.source(), move.target())) {
      if (!knownCell.test(cell)) {
        throw new Stopped(
            "%s: the settings of this process lack cell %s; work on it where they have it (rehome.cell.%s.*)"
                .formatted(move, cell, cell));
      }
    }
    return all.stream().filter(component -> component.partOf().test(move)).toList();
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
        .map(component -> component.afterwards().kept().apply(move))
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
}
