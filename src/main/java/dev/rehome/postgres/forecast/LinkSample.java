package dev.rehome.postgres.forecast;

import dev.rehome.model.Stopped;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.Pipes;
import dev.rehome.postgres.proof.RowDigest;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.throttle.Throttles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the link from source to target, and both servers at its ends, gave when some of a table's
 * rows went over it: as many pipes at once as a move would have, an index of the key each, and the
 * digest of both sides. All of it in transactions that are rolled back.
 *
 * @param rows that all sessions copied together
 * @param bytes that these were on the wire
 * @param seconds of the copy
 * @param indexSeconds 0 where there was no key to index
 */
public record LinkSample(
    long rows, long bytes, int sessions, double seconds, double indexSeconds, double proofSeconds) {

  /**
   * Takes one.
   *
   * @param sessions on each side, at least 1
   * @throws RuntimeException of the model, when the target does not let us make a table
   */
  public static LinkSample take(
      PostgresSide source,
      PostgresSide target,
      Scope scope,
      SampledTable table,
      int sessions,
      Throttles throttles) {
    List<SampleDesk> desks = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2 * sessions);
    try {
      for (int i = 0; i < sessions; i++) {
        desks.add(SampleDesk.open(source, target, table));
      }
      Pipes pipes =
          new Pipes(
              source.cell(),
              throttles.of(source.cell()),
              target.cell(),
              throttles.of(target.cell()));
      List<Callable<Copied>> copies = new ArrayList<>();
      List<Callable<Copied>> indexes = new ArrayList<>();
      List<Callable<Copied>> proofs = new ArrayList<>();
      for (SampleDesk desk : desks) {
        SearchPath.set(desk.source(), SearchPath.source(scope));
        copies.add(
            () ->
                pipes
                    .of(table.name())
                    .run(
                        desk.source(),
                        table.select(),
                        desk.target(),
                        desk.into(),
                        table.binary(),
                        Aside.Part.NONE));
        if (table.keyed()) {
          indexes.add(() -> desk.index(table));
        }
        proofs.add(() -> proven(RowDigest.read(desk.source(), table.row(), table.from(), "true")));
        proofs.add(() -> proven(RowDigest.read(desk.target(), table.row(), desk.into(), "true")));
      }
      Timed copied = timed(threads, copies);
      return new LinkSample(
          copied.done().stream().mapToLong(Copied::rows).sum(),
          copied.done().stream().mapToLong(Copied::bytes).sum(),
          sessions,
          copied.seconds(),
          timed(threads, indexes).seconds(),
          timed(threads, proofs).seconds());
    } catch (SQLException e) {
      throw Faults.of(target.cell(), e);
    } finally {
      threads.shutdownNow();
      desks.forEach(SampleDesk::close);
    }
  }

  private static Copied proven(String digest) {
    return new Copied(0, 0, digest, "");
  }

  private record Timed(List<Copied> done, double seconds) {}

  private static Timed timed(ExecutorService threads, List<Callable<Copied>> work)
      throws SQLException {
    long begin = System.nanoTime();
    List<Copied> done = new ArrayList<>();
    try {
      for (Future<Copied> one : threads.invokeAll(work)) {
        done.add(one.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while a sample was copied");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
    return new Timed(done, (System.nanoTime() - begin) / 1e9);
  }
}
