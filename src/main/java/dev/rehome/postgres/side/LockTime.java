package dev.rehome.postgres.side;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Work that gives up when a lock that others hold is not to be had. */
public final class LockTime {
  private LockTime() {}

  /** The transaction's result, or empty if a lock was not to be had in its time. */
  public static <T> Optional<T> within(PostgresSide side, PostgresSide.Work<T> work) {
    try {
      return Optional.of(side.transaction(work));
    } catch (PassingFault | MoveFailed e) {
      if (isLock(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Time-out of lock or statement, or a deadlock in which we were the victim. */
  private static boolean isLock(RuntimeException fault) {
    return fault.getCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && Set.of("55P03", "57014", "40P01").contains(cause.getSQLState());
  }
}
