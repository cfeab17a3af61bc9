package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.store.Estimator;
import dev.rehome.store.Fence;
import dev.rehome.store.Identity;
import dev.rehome.store.Store;
import dev.rehome.store.Takeover;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One kind of store with all that the phases need of it.
 *
 * @param name e.g. {@code postgres}; the routes {@code copy-NAME}, {@code verify-NAME} and {@code
 *     discard-NAME} belong to it
 * @param partOf whether a move's source cell has it
 * @param finish forgets the move's bookkeeping in the stores, after RESUME; may run twice
 * @param release closes what this process holds open for the move
 * @param kept a line about what outlives the move on purpose, for its message; empty for nothing
 */
public record Component(
    String name,
    Predicate<Move> partOf,
    Store store,
    Fence fence,
    Takeover takeover,
    Identity identity,
    Estimator estimator,
    Consumer<Move> finish,
    Consumer<Move> release,
    Function<Move, String> kept) {}
