package dev.rehome.toy;

import dev.rehome.model.Finding;
import dev.rehome.store.Host;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import java.util.List;
import java.util.Set;

/** Deletes a thing at a time, if there are as many as the move has proven. */
record ToyPurge(Host host) implements Purge {
  private Shelf shelf(Leftover leftover) {
    return host.settings()
        .cell(leftover.move().source())
        .flatMap(cell -> cell.part(ToyCell.class))
        .map(toy -> Shelf.at(toy.shelf()))
        .orElseThrow();
  }

  private Set<String> names(Leftover leftover) {
    return shelf(leftover).things(leftover.move().tenant().name()).keySet();
  }

  @Override
  public void take(Leftover leftover) {}

  @Override
  public Found look(Leftover leftover) {
    long there = names(leftover).size();
    long proven = leftover.copied("toy", "things").getOrDefault("shelf", 0L);
    boolean wrong = leftover.begun() ? there > proven : there != proven;
    return new Found(
        there,
        wrong
            ? List.of(
                Finding.blocking("toy", "shelf", there + " things, moved " + proven, "look at it"))
            : List.of());
  }

  @Override
  public long next(Leftover leftover) {
    host.lease().confirm(leftover.move());
    return names(leftover).stream()
        .findFirst()
        .map(
            name -> {
              shelf(leftover).remove(leftover.move().tenant().name(), name);
              return 1L;
            })
        .orElse(0L);
  }

  @Override
  public void release(Leftover leftover) {}
}
