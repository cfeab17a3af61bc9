package dev.rehome.postgres.copy.pipe;

import dev.rehome.model.Move;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where rows go besides the target, in the same read of the source: a point-in-time artifact, or
 * nowhere. Thread safe; errors are {@code MoveFailed}.
 */
public interface Aside {
  /** Nothing is kept. */
  Aside NOWHERE =
      new Aside() {
        @Override
        public Part begin(Move move, KeptRows rows) {
          return Part.NONE;
        }

        @Override
        public void forget(Connection target, Move move, String relation) {}
      };

  /** Begins to keep the rows of one COPY; nothing if they are not {@link KeptRows#wanted}. */
  Part begin(Move move, KeptRows rows);

  /**
   * Whatever was kept of a physical table counts no more, in the transaction of the target: the
   * table was rewritten and is copied anew.
   */
  void forget(Connection target, Move move, String relation) throws SQLException;

  /** The rows of one COPY. For one thread. */
  interface Part extends AutoCloseable {
    Part NONE =
        new Part() {
          @Override
          public void write(byte[] block, int length) {}

          @Override
          public void keep(Connection target, long rows) {}

          @Override
          public void close() {}
        };

    /** Some more of COPY's stream, as it came. */
    void write(byte[] block, int length);

    /**
     * All have come: what was written is durable when this returns, and counts when the transaction
     * of the target commits.
     */
    void keep(Connection target, long rows) throws SQLException;

    /** Throws away what was not kept. */
    @Override
    void close();
  }
}
