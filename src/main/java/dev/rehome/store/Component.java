package dev.rehome.store;

import dev.rehome.model.Move;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of store's part of moves: all that the phases need of it. The routes {@code check-NAME},
 * {@code copy-NAME}, {@code chunk-NAME}, {@code verify-NAME}, {@code proof-NAME} and {@code
 * discard-NAME} belong to it. Every method may be called again, and from several threads.
 */
public interface Component extends AutoCloseable {
  /** That of its {@link Kind}. */
  String name();

  Store store();

  Fence fence();

  HandOver handOver();

  /** What refuses older workers; nothing where the store cannot. */
  default Takeover takeover() {
    return move -> {};
  }

  /** What tells a store from one that has taken its place; nothing where nothing does. */
  default Identity identity() {
    return move -> Map.of();
  }

  default Estimator estimator() {
    return move -> Estimate.NONE;
  }

  /**
   * How much the source holds of the tenant by its id, in words, e.g. {@code 1,234 rows in 12
   * tables}; told before anything begins, and so after a few seconds at most. Empty where nobody
   * can say that soon.
   */
  default String held(Move move) {
    return "";
  }

  /**
   * Settings that the source's own catalog proposes, so that the tenant can be told from others;
   * empty where that needs none. Reads only.
   */
  default Optional<Proposal> discover(Move move) {
    return Optional.empty();
  }

  /**
   * That what COPY made fits the source as it is now; asked when DRAIN begins, before anybody is
   * told or refused.
   *
   * @throws dev.rehome.model.MoveFailed naming what changed
   */
  default void ready(Move move) {}

  /**
   * Whether the source of the move is only observed: a late write is not refused, but seen, and
   * undoes the move.
   */
  default boolean observed(Move move) {
    return false;
  }

  /** The names of the checks that are made once more directly before the cutover. */
  default Set<String> lastChecks() {
    return Set.of();
  }

  /** What shows changes behind the fence, after the proof; nothing where a store has none. */
  default LastLook lastLook() {
    return LastLook.NONE;
  }

  /** Sees the sessions of tenants; empty where a store has none. */
  default Optional<SessionLook> sessions() {
    return Optional.empty();
  }

  /**
   * Asks the live target the questions of a folder that are of this component's kind, whose answers
   * say whether the application will work there; changes nothing.
   *
   * @throws dev.rehome.model.MoveFailed naming each that fails, or whose answer is no
   */
  default void ask(Move move, Path folder) {}

  /**
   * Asks the stores of both sides for a sign of life, be it a refusal: once a second while the
   * tenant is fenced. Waits for no work of the move's own, and a few seconds at most.
   *
   * @throws dev.rehome.model.PassingFault naming one that gives none
   */
  default void reach(Move move) {}

  /** Forgets the move's bookkeeping in the stores, after RESUME. */
  default void finish(Move move) {}

  /** A line about what outlives the move on purpose, for its message; empty for nothing. */
  default String kept(Move move) {
    return "";
  }

  /** Closes what this process holds open for the move. */
  default void release(Move move) {}

  /** Closes what this process holds open. */
  @Override
  default void close() {}
}
