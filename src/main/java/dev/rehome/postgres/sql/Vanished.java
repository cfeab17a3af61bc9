package dev.rehome.postgres.sql;

import dev.rehome.patience.Patience;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What others drop or change while a catalog is read. A statement that names it fails, or answers
 * null for it; looked at anew, the catalog is without it. No reader may take that for a fault.
 */
public final class Vanished {
  /** Under a schema that changes hundreds of times a second the tenth look is mostly whole. */
  private static final int LOOKS_MAX = 30;

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration ALL_MAX = Duration.ofSeconds(20);

  /**
   * No such table, column, other object, function or schema; and XX000, which the server gives
   * where its own look failed: {@code cache lookup failed for …}, {@code could not open relation
   * with OID …}, {@code tuple concurrently updated}. Also who was the victim of a deadlock with the
   * statement that changed something, or did not get its lock in time.
   */
  private static final Set<String> STATES =
      Set.of("42P01", "42703", "42704", "42883", "3F000", "XX000", "40P01", "55P03");

  private Vanished() {}

  /** Whether the reason is that something is not there any more, or is just being changed. */
  public static boolean is(Throwable failure) {
    for (Throwable at = failure; at != null && at != at.getCause(); at = at.getCause()) {
      if (at instanceof SQLException error && error.getSQLState() != null) {
        return STATES.contains(error.getSQLState());
      }
    }
    return false;
  }

  /**
   * What is read, however often it must be begun anew; the last failure where something is always
   * missing, which then is no matter of time.
   *
   * @param reading begins with the names of what is there, and changes nothing
   */
  public static <T> T anew(Supplier<T> reading) {
    Patience patience =
        new Patience(Patience.STEADY, ALL_MAX, PAUSE, "a catalog was read")
            .tries(LOOKS_MAX)
            .growing(2, PAUSE.multipliedBy(10));
    while (true) {
      try {
        return reading.get();
      } catch (RuntimeException e) {
        if (!is(e) || !patience.again()) {
          throw e;
        }
      }
    }
  }
}
