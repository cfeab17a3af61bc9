package dev.rehome.postgres.proof;

import dev.rehome.model.Move;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Statement;

/**
 * What a proof sees of the source. A fenced source is read as it is now, which so proves it
 * unchanged too; in a rehearsal the tenant writes on, and only the snapshot that was copied can be
 * compared.
 */
@FunctionalInterface
public interface SourceView {
  /** Reads in a read-only transaction of its own. */
  <T> T read(Move move, PostgresSide.Work<T> work);

  /** Reads a side as it is now. */
  static <T> T now(PostgresSide side, PostgresSide.Work<T> work) {
    return side.transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
          }
          return work.run(connection);
        });
  }
}
