package dev.rehome.postgres.purge;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.LeftGuard;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.side.QuietSession;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deletes the tenant's rows at the source, table by table, from those that refer to others to those
 * that are referred to. The guard stays, and keeps refusing the tenant there; tables and schemas
 * stay too, reference tables as they are. The space is autovacuum's to reclaim.
 */
public final class PostgresPurge implements Purge {
  static final String NAME = "postgres";

  private final PostgresCells cells;
  private final Map<String, Course> courses = new ConcurrentHashMap<>();

  public PostgresPurge(PostgresCells cells) {
    this.cells = cells;
  }

  @Override
  public void take(Leftover leftover) {
    LeftGuard.takeOver(cells.source(leftover.move()), leftover.move());
  }

  @Override
  public Found look(Leftover leftover) {
    PostgresSide source = cells.source(leftover.move());
    Found here = RowPurgeProblems.look(source, leftover, Remains.read(cells, leftover.move()));
    List<Finding> findings = new ArrayList<>(here.findings());
    findings.addAll(ServingDatabase.problems(cells, leftover));
    return new Found(here.rows(), findings);
  }

  @Override
  public long next(Leftover leftover) {
    return courses
        .computeIfAbsent(leftover.move().applicationName(), key -> course(leftover.move()))
        .next();
  }

  private Course course(Move move) {
    PostgresSide source = cells.source(move);
    boolean quiet = source.with(QuietSession::allowed);
    Remains before = Remains.read(cells, move);
    Batch batch = new Batch(source, move, before.scope(), quiet);
    batch.record(before.tables());
    Remains remains = before.recordedBy(move);
    return new Course(source, remains, batch, DeletionOrder.of(remains, reads(source, remains)));
  }

  private static Map<TableName, Set<TableName>> reads(PostgresSide source, Remains remains) {
    return source.transaction(
        connection -> {
          SearchPath.set(connection, SearchPath.source(remains.scope()));
          return PredicateReads.of(connection, remains.tables(), remains.tenantId());
        });
  }

  @Override
  public void settle(Leftover leftover) {
    Move move = leftover.move();
    PostgresSide source = cells.source(move);
    Remains remains = Remains.read(cells, move);
    boolean unused =
        source.transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(remains.scope()));
              List<String> left = LeavingRows.left(connection, move, remains.tables());
              if (!left.isEmpty()) {
                throw new MoveFailed(
                    "%s: not all of %s is gone: %s; the next purge goes on"
                        .formatted(source.cell(), move.tenant().name(), String.join("; ", left)));
              }
              return true;
            });
    LeftGuard.settle(source, move, LateWrites.untold(remains, reads(source, remains)));
    unused = source.transaction(connection -> LeavingRows.forget(connection, move));
  }

  @Override
  public Optional<String> lift(Leftover leftover) {
    return LeftGuard.lift(cells.source(leftover.move()), leftover.move());
  }

  @Override
  public void release(Leftover leftover) {
    courses.remove(leftover.move().applicationName());
    cells.release(leftover.move());
  }

  @Override
  public void close() {
    cells.close();
  }
}
