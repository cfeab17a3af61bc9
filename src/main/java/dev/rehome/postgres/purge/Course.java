package dev.rehome.postgres.purge;

import dev.rehome.model.PassingFault;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Goes through the groups, part by part: looks where rows of the tenant lie, many at a time, and
 * deletes them batch by batch. It remembers nothing that another start would need. For one thread.
 */
final class Course {
  /** How many places are looked up at a time. */
  private static final int PLACES_MAX = 500_000;

  /** A pass over a circle that finds fewer rows to go first is not worth another one. */
  private static final int PASS_MIN = 500;

  /** Rounds in which nothing of what was found could be deleted. */
  private static final int IDLE_MAX = 3;

  private final PostgresSide source;
  private final Remains remains;
  private final Batch batch;
  private final Iterator<Group> groups;
  private final BatchPace pace = new BatchPace();
  private final Deque<String> places = new ArrayDeque<>();
  private Group group;
  private Iterator<Part> parts;
  private Part part;
  private int found;
  private int idle;
  private long inRound;
  private long inPass;

  Course(PostgresSide source, Remains remains, Batch batch) {
    this.source = source;
    this.remains = remains;
    this.batch = batch;
    this.groups = DeletionOrder.of(remains).iterator();
  }

  /** How many rows the next batch has deleted; 0 when none is left. */
  long next() {
    while (true) {
      if (!places.isEmpty()) {
        long deleted = delete();
        if (deleted > 0) {
          return deleted;
        }
      } else if (part != null) {
        endRound();
      } else if (parts != null && parts.hasNext()) {
        part = parts.next();
        idle = 0;
        look();
      } else if (group != null && group.circular()) {
        long deleted = endPass();
        if (deleted > 0) {
          return deleted;
        }
      } else if (groups.hasNext()) {
        begin(groups.next());
      } else {
        return 0;
      }
    }
  }

  private void begin(Group next) {
    group = next;
    inPass = 0;
    parts = next.stepwise() ? next.parts().iterator() : List.<Part>of().iterator();
  }

  private long delete() {
    List<String> some = new ArrayList<>();
    while (some.size() < pace.rows() && !places.isEmpty()) {
      some.add(places.remove());
    }
    long begin = System.nanoTime();
    long deleted;
    try {
      deleted = batch.delete(group, part, some);
    } catch (RuntimeException e) {
      some.forEach(places::add); // for another try
      throw tookTooLong(e) && pace.tooLong() ? new PassingFault(e.getMessage(), e) : e;
    }
    pace.took(Duration.ofNanos(System.nanoTime() - begin));
    inRound += deleted;
    inPass += deleted;
    return deleted;
  }

  /** An index that the foreign keys lack makes each deletion slow: with fewer rows it may do. */
  private static boolean tookTooLong(RuntimeException fault) {
    return fault.getCause() instanceof SQLException cause && "57014".equals(cause.getSQLState());
  }

  /** What was found is gone; there may be more, and rows that a rewrite moved meanwhile. */
  private void endRound() {
    idle = inRound > 0 ? 0 : idle + 1;
    if (found > 0 && idle < IDLE_MAX && !group.circular()) {
      look();
    }
    if (places.isEmpty()) {
      part = null;
    }
  }

  private void look() {
    inRound = 0;
    places.addAll(
        source.transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(remains.scope()));
              try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.setFetchSize(BatchPace.ROWS_MAX);
                return places(statement);
              }
            }));
    found = places.size();
  }

  private List<String> places(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(group.places(part, PLACES_MAX))) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    }
  }

  private long endPass() {
    if (inPass >= PASS_MIN) {
      begin(group);
      return 0;
    }
    long deleted = batch.deleteAll(group, remains);
    group = null;
    return deleted;
  }
}
