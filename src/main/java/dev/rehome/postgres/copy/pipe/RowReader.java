package dev.rehome.postgres.copy.pipe;

import dev.rehome.postgres.sql.Faults;
import dev.rehome.throttle.Throttle;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One COPY out of the source that no target takes part in, in the caller's thread and transaction.
 * When it fails, the session is closed.
 *
 * @param from names the source's side in errors, e.g. {@code us_east: copy from public.orders}
 */
public record RowReader(String from, Throttle leaving) {
  /** Reads the rows of a query. Returns how many there were. */
  public long run(Connection source, String select, boolean binary, Aside.Part part) {
    String format = binary ? " (FORMAT binary)" : "";
    try {
      CopyOut out =
          source
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY (" + select + ") TO STDOUT" + format);
      Block block =
          new Block(
              (bytes, length) -> {
                leaving.take(length);
                part.write(bytes, length);
              });
      try {
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
          block.add(row);
        }
        block.flush();
        return out.getHandledRowCount();
      } finally {
        if (out.isActive()) {
          source.abort(Runnable::run);
        }
      }
    } catch (SQLException e) {
      throw Faults.of(from, e);
    }
  }
}
