package dev.rehome.postgres.copy.pipe;

import dev.rehome.digest.Sha256;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.throttle.Throttle;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/**
 * One COPY out of the source into one COPY of the target, in the caller's thread and transactions.
 * It holds a row and a {@link Block}, whatever the table's size. When either side fails, both
 * copies have ended and the sessions can be rolled back, or are closed.
 *
 * @param from names the source's side in errors, e.g. {@code us_east: copy from public.orders}
 * @param to names the target's side
 */
public record Pipe(String from, Throttle leaving, String to, Throttle arriving) {
  /**
   * Copies the rows of a query.
   *
   * @param into a table with its columns in parentheses, in the query's order
   * @param binary false for the text format
   * @param part takes the same bytes
   */
  public Copied run(
      Connection source,
      String select,
      Connection target,
      String into,
      boolean binary,
      Aside.Part part) {
    String format = binary ? " (FORMAT binary)" : "";
    CopyOut out = start(from, source, "COPY (" + select + ") TO STDOUT" + format, CopyOut.class);
    try {
      CopyIn in = start(to, target, "COPY " + into + " FROM STDIN" + format, CopyIn.class);
      try {
        return pump(out, in, part);
      } finally {
        cancel(in, target);
      }
    } finally {
      cancel(out, source);
    }
  }

  private static <T extends CopyOperation> T start(
      String side, Connection connection, String copy, Class<T> direction) {
    try {
      PGConnection session = connection.unwrap(PGConnection.class);
      return direction.cast(
          direction == CopyOut.class
              ? session.getCopyAPI().copyOut(copy)
              : session.getCopyAPI().copyIn(copy));
    } catch (SQLException e) {
      throw Faults.of(side, e);
    }
  }

  private Copied pump(CopyOut out, CopyIn in, Aside.Part part) {
    MessageDigest digest = Sha256.begin();
    Block block =
        new Block(
            (bytes, length) -> {
              digest.update(bytes, 0, length);
              send(in, bytes, length);
              part.write(bytes, length);
            });
    for (byte[] row = next(out); row != null; row = next(out)) {
      block.add(row);
    }
    block.flush();
    long rows = finish(in);
    if (rows != out.getHandledRowCount()) {
      throw new MoveFailed(
          "%s gave %d rows, %s took %d".formatted(from, out.getHandledRowCount(), to, rows));
    }
    return new Copied(rows, block.bytes(), Sha256.end(digest), "");
  }

  private byte[] next(CopyOut out) {
    try {
      return out.readFromCopy();
    } catch (SQLException e) {
      throw Faults.of(from, e);
    }
  }

  private void send(CopyIn in, byte[] bytes, int length) {
    Throttle.take(length, leaving, arriving);
    try {
      in.writeToCopy(bytes, 0, length);
    } catch (SQLException e) {
      throw Faults.of(to, e);
    }
  }

  private long finish(CopyIn in) {
    try {
      return in.endCopy();
    } catch (SQLException e) {
      throw Faults.of(to, e);
    }
  }

  /**
   * Ends a copy that is still under way. Cancelling one that sends leaves the driver out of step
   * with the server (seen: the next BEGIN was answered by the ROLLBACK before it), so that session
   * is closed, and one that does not let go of its copy as well.
   */
  private static void cancel(CopyOperation copy, Connection connection) {
    try {
      if (copy.isActive() && copy instanceof CopyIn) {
        copy.cancelCopy();
      } else if (copy.isActive()) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      abort(connection);
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // nothing is left of the session then
    }
  }
}
