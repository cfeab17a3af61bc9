package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The components that this program knows, in the order of the drain. */
public final class Components {
  private final List<Component> all;

  public Components(List<Component> all) {
    this.all = List.copyOf(all);
  }

  /** The components of a move, in the order of the drain. */
  public List<Component> of(Move move) {
    return all.stream().filter(component -> component.partOf().test(move)).toList();
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

  /** The component of that name. */
  public Component named(String name) {
    return all.stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new MoveFailed("there is no component " + name));
  }
}
