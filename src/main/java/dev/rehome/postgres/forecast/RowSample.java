package dev.rehome.postgres.forecast;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.ScopedTable;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalDouble;
import org.postgresql.PGConnection;

/** Reads some of the tenant's rows the way a copy does, and throws them away. */
final class RowSample {
  private static final int ROWS_MAX = 20_000;
  private static final int BYTES_LEAST = 1 << 16;

  private RowSample() {}

  /** Empty when there are too few rows to tell. */
  static OptionalDouble bytesASecond(Connection source, Move move, ScopedTable table)
      throws SQLException {
    Counted counted = new Counted();
    long begin = System.nanoTime();
    try {
      source
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "COPY (SELECT * FROM %s WHERE %s LIMIT %d) TO STDOUT"
                  .formatted(TableSize.from(table), TableSize.where(move, table), ROWS_MAX),
              counted);
    } catch (IOException e) {
      throw new SQLException("reading a sample of " + table.source() + ": " + e.getMessage(), e);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return counted.bytes < BYTES_LEAST
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) counted.bytes / seconds);
  }

  private static final class Counted extends OutputStream {
    long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes += length;
    }
  }
}
