package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.side.QuietSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/** Tables of the target to which neighbours write while the move does, by a mark of the chunk's. */
public final class LiveTables {
  /** Function, table, and any other object. */
  private static final Set<String> UNKNOWN_NAMES = Set.of("42883", "42P01", "42704");

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

  /**
   * Does not wait for a table that somebody vacuums or changes; left to the server's own where a
   * name {@linkplain #ofUnknownName is not found}.
   */
  public static void analyze(Connection target, Chunk chunk) throws SQLException {
    Savepoint before = target.setSavepoint();
    try (Statement statement = target.createStatement()) {
      for (int i = 0; chunk.spec().containsKey("table." + i); i++) {
        statement.execute("ANALYZE (SKIP_LOCKED) " + chunk.spec().get("table." + i));
      }
    } catch (SQLException e) {
      if (!ofUnknownName(e)) {
        throw e;
      }
      target.rollback(before);
    }
  }

  /**
   * Whether something is not there by the name it was called. From 17 on the server looks names up
   * in pg_catalog alone while it analyzes, so that one in the text of an index's function is not
   * found, there as at the source.
   */
  public static boolean ofUnknownName(SQLException e) {
    return UNKNOWN_NAMES.contains(String.valueOf(e.getSQLState()));
  }
}
