package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.store.Estimator;
import dev.rehome.store.Fence;
import dev.rehome.store.Identity;
import dev.rehome.store.Store;
import dev.rehome.store.Takeover;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One kind of store with all that the phases need of it.
 *
 * @param name e.g. {@code postgres}; the routes {@code copy-NAME}, {@code verify-NAME} and {@code
 *     discard-NAME} belong to it
 * @param partOf whether a move's source cell has it
 * @param observed whether its fence only observes: a late write is not refused, but seen, and
 *     undoes the move
 * @param lastLook the names of the checks that are made once more directly before the cutover
 */
public record Component(
    String name,
    Predicate<Move> partOf,
    Store store,
    Fence fence,
    Predicate<Move> observed,
    Takeover takeover,
    Identity identity,
    Estimator estimator,
    Set<String> lastLook,
    Afterwards afterwards) {

  /**
   * What is to be done when a move has ended.
   *
   * @param finish forgets the move's bookkeeping in the stores, after RESUME; may run twice
   * @param release closes what this process holds open for the move
   * @param kept a line about what outlives the move on purpose, for its message; empty for nothing
   */
  public record Afterwards(
      Consumer<Move> finish, Consumer<Move> release, Function<Move, String> kept) {}

  /** The same over another store. */
  public Component over(Store other) {
    return new Component(
        name, partOf, other, fence, observed, takeover, identity, estimator, lastLook, afterwards);
  }
}
