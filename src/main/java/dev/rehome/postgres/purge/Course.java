package dev.rehome.postgres.purge;

import dev.rehome.model.PassingFault;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * Goes through the groups: looks where rows of the tenant lie, many at a time, and deletes them
 * batch by batch. It remembers nothing that another start would need. For one thread.
 */
final class Course {
  /** Rounds in which nothing of what was found could be deleted. */
  private static final int IDLE_MAX = 3;

  private final PostgresSide source;
  private final Remains remains;
  private final Batch batch;
  private final Iterator<Group> groups;
  private final BatchPace pace = new BatchPace();
  private Group group;
  private RowOrder rows;
  private int idle;
  private long inRound;

  Course(PostgresSide source, Remains remains, Batch batch, List<Group> groups) {
    this.source = source;
    this.remains = remains;
    this.batch = batch;
    this.groups = groups.iterator();
  }

  /** How many rows the next batch has deleted; 0 when none is left. */
  long next() {
    while (true) {
      if (rows != null && rows.hasNext()) {
        long deleted = delete();
        if (deleted > 0) {
          return deleted;
        }
      } else if (group != null) {
        long deleted = endRound();
        if (deleted > 0) {
          return deleted;
        }
      } else if (groups.hasNext()) {
        group = groups.next();
        idle = 0;
        look();
      } else {
        return 0;
      }
    }
  }

  private long delete() {
    RowOrder.Taken some = rows.take(pace.rows());
    long begin = System.nanoTime();
    long deleted;
    try {
      deleted = batch.delete(group, some.slices(), some.rows() > pace.rows());
    } catch (RuntimeException e) {
      rows.back(some); // for another try
      throw tookTooLong(e) && pace.tooLong() ? new PassingFault(e.getMessage(), e) : e;
    }
    pace.took(Duration.ofNanos(System.nanoTime() - begin));
    inRound += deleted;
    return deleted;
  }

  /** An index that the foreign keys lack makes each deletion slow: with fewer rows it may do. */
  private static boolean tookTooLong(RuntimeException fault) {
    return fault.getCause() instanceof SQLException cause && "57014".equals(cause.getSQLState());
  }

  /**
   * What was found is gone; there may be more, and rows that a rewrite moved meanwhile. Where
   * everything waits for something else, all goes at once.
   */
  private long endRound() {
    if (rows.empty() || idle == IDLE_MAX) {
      group = null;
      return 0;
    }
    idle = inRound > 0 ? 0 : idle + 1;
    long deleted = rows.any() ? 0 : batch.delete(group, group.whole(), true);
    look();
    return deleted;
  }

  private void look() {
    inRound = 0;
    rows =
        source.transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(remains.scope()));
              return RowOrder.read(connection, group, remains, RowOrder.ROWS_MAX);
            });
  }
}
