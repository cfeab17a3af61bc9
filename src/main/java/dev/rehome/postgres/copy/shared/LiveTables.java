package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.side.QuietSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Tables of the target to which neighbours write while the move does, by a mark of the chunk's. */
public final class LiveTables {
  private static final String MARK = "shared";

  private LiveTables() {}

  public static void mark(Map<String, String> spec) {
    spec.put(MARK, "true");
  }

  public static boolean marked(Chunk chunk) {
    return chunk.spec().containsKey(MARK);
  }

  /** Nothing of the application's fires for a marked chunk's rows. */
  public static void quietIfMarked(Connection target, Chunk chunk) throws SQLException {
    if (marked(chunk)) {
      quiet(target);
    }
  }

  /**
   * Nothing of the application's fires for the rest of the transaction. Where the mover may not say
   * so, pre-flight has seen that nothing would.
   */
  static void quiet(Connection target) throws SQLException {
    if (QuietSession.allowed(target)) {
      QuietSession.begin(target);
    }
  }

  /** Does not wait for a table that somebody vacuums or changes. */
  public static void analyze(Connection target, Chunk chunk) throws SQLException {
    try (Statement statement = target.createStatement()) {
      for (int i = 0; chunk.spec().containsKey("table." + i); i++) {
        statement.execute("ANALYZE (SKIP_LOCKED) " + chunk.spec().get("table." + i));
      }
    }
  }
}
