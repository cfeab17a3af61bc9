package dev.rehome.postgres.guard;

import dev.rehome.model.PassingFault;
import dev.rehome.model.Stopped;
import dev.rehome.postgres.PostgresSide;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Waiting for locks that others hold. */
final class Patience {
  private Patience() {}

  /** The transaction's result, or empty if a lock was not to be had in its time. */
  static <T> Optional<T> within(PostgresSide side, PostgresSide.Work<T> work) {
    try {
      return Optional.of(side.transaction(work));
    } catch (PassingFault e) {
      if (isLock(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Lock time-out, or a deadlock in which we were the victim. */
  private static boolean isLock(PassingFault fault) {
    return fault.getCause() instanceof SQLException cause
        && ("55P03".equals(cause.getSQLState()) || "40P01".equals(cause.getSQLState()));
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("the process is ending while a fence waits; the next start goes on");
    }
  }
}
