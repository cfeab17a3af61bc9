package dev.rehome.store;

import java.time.Duration;

/**
 * What a move would have to do. Never exact: the tenant works on.
 *
 * @param tables or whatever the store has instead
 * @param chunks of rows; those of the schema are not counted
 * @param pause how long writes would be refused
 * @param guessed of how many tables the rows were not counted but taken from the planner
 * @param basis what the pause was foretold from, for people; may be empty
 */
public record Estimate(
    long tables, long rows, long bytes, long chunks, Duration pause, long guessed, String basis) {
  public static final Estimate NONE = new Estimate(0, 0, 0, 0, Duration.ZERO, 0, "");

  /** Both, one after the other. */
  public Estimate plus(Estimate other) {
    return new Estimate(
        tables + other.tables,
        rows + other.rows,
        bytes + other.bytes,
        chunks + other.chunks,
        pause.plus(other.pause),
        guessed + other.guessed,
        basis.isEmpty() || other.basis.isEmpty()
            ? basis + other.basis
            : basis + "; " + other.basis);
  }
}
