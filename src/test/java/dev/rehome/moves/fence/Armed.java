package dev.rehome.moves.fence;

import dev.rehome.moves.Product;
import dev.rehome.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps a move of acme between its first triggers and its announcement: a neighbour's transaction
 * has the last table. Acme may still write, and is asked by the triggers.
 */
final class Armed implements AutoCloseable {
  private final Sandbox sandbox;
  private final Connection neighbour;

  Armed(Sandbox sandbox) throws SQLException {
    this.sandbox = sandbox;
    this.neighbour = sandbox.product("us_east", "globex");
    neighbour.setAutoCommit(false);
    try (Statement statement = neighbour.createStatement()) {
      statement.execute("LOCK TABLE users IN ROW EXCLUSIVE MODE");
    }
  }

  /** Returns when the table has its triggers. */
  void await(String table) throws SQLException, InterruptedException {
    try (Connection east = sandbox.connect("us_east")) {
      String query =
          """
          SELECT 1 FROM pg_trigger
          WHERE tgname LIKE 'rehome\\_guard%%' AND tgrelid = 'shared_schema.%s'::regclass
          """
              .formatted(table);
      while (Product.column(east, query).isEmpty()) {
        Thread.sleep(20);
      }
    }
  }

  /** Lets the move go on to its announcement. */
  @Override
  public void close() throws SQLException {
    neighbour.rollback();
    neighbour.close();
  }
}
