package dev.rehome.bench;

import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.proof.SortedKeys;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the proof reads of one side, while the other server rests: the two sides of a real move have
 * machines of their own, those of this benchmark share one.
 */
final class OneSide {
  private static final TableName ROWS = new TableName("public", "rows");

  private static final ScopedTable TABLE =
      new ScopedTable(
          ROWS,
          ROWS,
          new Reach.Whole(),
          List.of(
              column("tenant_id", "text"),
              column("id", "bigint"),
              column("amount", "numeric(14,2)"),
              column("changed_at", "timestamp with time zone"),
              column("note", "text"),
              column("document", "jsonb")),
          List.of("tenant_id", "id"),
          false,
          List.of());

  private OneSide() {}

  private static Column column(String name, String type) {
    return new Column(name, type, true, false, true);
  }

  /** Count, keys and digest, as in a move at the same time. */
  static Duration proof(BenchBed bed) throws SQLException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    long start = System.nanoTime();
    try {
      List<Callable<String>> reads =
          List.of(
              () -> read(bed, side -> count(side)),
              () -> read(bed, side -> new SortedKeys(TABLE).read(side, ROWS, "true")),
              () -> read(bed, side -> RowDigest.read(side, RowDigest.row(TABLE), "rows", "true")));
      for (Future<String> read : threads.invokeAll(reads)) {
        read.get();
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static String count(Connection side) throws SQLException {
    try (Statement statement = side.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM rows")) {
      row.next();
      return row.getString(1);
    }
  }

  private static String read(BenchBed bed, Reading reading) throws SQLException {
    try (Connection side = bed.connect("target")) {
      return reading.read(side);
    }
  }

  /** One question. */
  @FunctionalInterface
  private interface Reading {
    String read(Connection side) throws SQLException;
  }
}
