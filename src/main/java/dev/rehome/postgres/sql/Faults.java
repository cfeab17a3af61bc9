package dev.rehome.postgres.sql;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.postgresql.util.PSQLException;

/** Sorts SQL errors into those that may pass and those that will not. */
public final class Faults {
  private Faults() {}

  /**
   * The failure for an error that the cell's database gave; its message names the cell. The same
   * error has the same words each time: a pool's would count milliseconds, where the driver knows
   * why there was no connection.
   */
  public static RuntimeException of(String cell, SQLException error) {
    boolean checkout = error instanceof SQLTransientException;
    Throwable told = checkout && error.getCause() instanceof SQLException cause ? cause : error;
    String message = cell + ": " + told.getMessage();
    return passing(error) ? new PassingFault(message, error) : new MoveFailed(message, error);
  }

  /**
   * What the server said, in its own words, for people who have to mend something: without class,
   * position, detail or stack.
   */
  public static String words(Throwable failure) {
    for (Throwable at = failure; at != null && at != at.getCause(); at = at.getCause()) {
      if (at instanceof PSQLException error && error.getServerErrorMessage() != null) {
        return String.valueOf(error.getServerErrorMessage().getMessage());
      }
    }
    for (Throwable at = failure; at != null && at != at.getCause(); at = at.getCause()) {
      if (at instanceof SQLException error) {
        return "its server did not answer (SQLSTATE " + error.getSQLState() + ")";
      }
    }
    return failure instanceof MoveFailed || failure instanceof PassingFault
        ? Reason.of(failure)
        : "Rehome itself failed there; its log has the details";
  }

  /**
   * Connections that were cut or not to be had (08, 57P01 to 57P05), also by a server that ends who
   * sleeps in a transaction (25P03): which of the two a sleeper is told is chance. Serialization
   * and deadlock (40), lock not available (55P03), too many connections and out of memory (53 but
   * for 53100, disk full). Hikari's time-out of a checkout has no SQLSTATE of its own but a cause.
   */
  static boolean passing(SQLException error) {
    String state = error.getSQLState();
    if (state == null) {
      return error instanceof SQLTransientException
          && !(error.getCause() instanceof SQLException cause && !passing(cause));
    }
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("25P03")
        || state.startsWith("40")
        || state.equals("55P03")
        || (state.startsWith("53") && !state.equals("53100"));
  }
}
