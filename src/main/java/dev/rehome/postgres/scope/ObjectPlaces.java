package dev.rehome.postgres.scope;

import dev.rehome.model.Move;
import dev.rehome.postgres.side.PostgresSide;
import java.util.Optional;

/** Where a move takes objects from, and where to. */
public record ObjectPlaces(ObjectPlace source, ObjectPlace target) {
  /** Empty for a move that takes no objects along: references to them stay as they are then. */
  public static Optional<ObjectPlaces> of(Move move, PostgresSide source, PostgresSide target) {
    return source
        .objects()
        .filter(from -> !move.options().leaveBehind().contains(from.kind()))
        .flatMap(
            from ->
                target
                    .objects()
                    .map(
                        to ->
                            new ObjectPlaces(
                                ObjectPlace.of(from, move.tenant()),
                                ObjectPlace.of(to, move.tenant()))));
  }
}
