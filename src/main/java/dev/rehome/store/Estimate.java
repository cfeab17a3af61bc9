package dev.rehome.store;

import java.time.Duration;

/**
 * What a move would have to do. Never exact: the tenant works on.
 *
 * @param tables of rows
 * @param bytes of rows
 * @param objects of a store of objects
 * @param chunks of rows and objects; those of the schema are not counted
 * @param pause how long writes would be refused
 * @param guessed of how many tables the rows were not counted but taken from the planner
 * @param basis what the pause was foretold from, for people; may be empty
 */
public record Estimate(
    long tables,
    long rows,
    long bytes,
    Objects objects,
    long chunks,
    Duration pause,
    long guessed,
    String basis) {
  public static final Estimate NONE = new Estimate(0, 0, 0, 0, Duration.ZERO, 0, "");

  /** Without objects. */
  public Estimate(
      long tables, long rows, long bytes, long chunks, Duration pause, long guessed, String basis) {
    this(tables, rows, bytes, Objects.NONE, chunks, pause, guessed, basis);
  }

  /** Of objects alone. */
  public static Estimate of(Objects objects, long chunks, Duration pause) {
    return new Estimate(0, 0, 0, objects, chunks, pause, 0, "");
  }

  /**
   * The objects of a tenant.
   *
   * @param largest bytes of the largest
   * @param largestKey its key; empty when there is none
   * @param all whether all were counted, or there was no time for more
   */
  public record Objects(long count, long bytes, long largest, String largestKey, boolean all) {
    public static final Objects NONE = new Objects(0, 0, 0, "", true);

    Objects plus(Objects other) {
      boolean ours = largest >= other.largest;
      return new Objects(
          count + other.count,
          bytes + other.bytes,
          ours ? largest : other.largest,
          ours && !largestKey.isEmpty() ? largestKey : other.largestKey,
          all && other.all);
    }
  }

  /** Both, one after the other. */
  public Estimate plus(Estimate other) {
    return new Estimate(
        tables + other.tables,
        rows + other.rows,
        bytes + other.bytes,
        objects.plus(other.objects),
        chunks + other.chunks,
        pause.plus(other.pause),
        guessed + other.guessed,
        basis.isEmpty() || other.basis.isEmpty()
            ? basis + other.basis
            : basis + "; " + other.basis);
  }
}
