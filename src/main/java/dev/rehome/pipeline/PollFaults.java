package dev.rehome.pipeline;

import dev.rehome.model.Reason;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a look for work that failed: the next one follows in a moment, so one line is
 * enough, and not for each. Thread safe.
 */
final class PollFaults implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(PollFaults.class);
  private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private String told = "";
  private long at;

  @Override
  public void handleException(Throwable fault) {
    handleException("", null, fault);
  }

  @Override
  public void handleException(String message, Throwable fault) {
    handleException(message, null, fault);
  }

  @Override
  public synchronized void handleException(String message, Exchange exchange, Throwable fault) {
    long now = System.nanoTime();
    String what = fault == null ? message : Reason.of(deepest(fault));
    if (what.equals(told) && now - at < AGAIN_NANOS) {
      return;
    }
    told = what;
    at = now;
    if (ofTheControlStore(fault)) {
      LOG.warn("the control store cannot be asked for moves, and is asked again: {}", what);
    } else {
      LOG.warn("moves could not be looked for, which is tried again", fault);
    }
  }

  private static boolean ofTheControlStore(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return true;
      }
    }
    return false;
  }

  private static Throwable deepest(Throwable fault) {
    Throwable deepest = fault;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }
}
