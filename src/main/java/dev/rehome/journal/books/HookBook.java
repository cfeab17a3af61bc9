package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.Moves;
import dev.rehome.model.Move;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the application was told in a move, and what became of it: rows of the audit trail. Thread
 * safe.
 */
public final class HookBook {
  private static final String ACTION = "hook ";

  private final ControlStore control;

  public HookBook(ControlStore control) {
    this.control = control;
  }

  /**
   * A call that has ended.
   *
   * @param what e.g. {@code drain us_east}
   * @param outcome how it ended, and how long it took
   */
  public record Call(String what, boolean done, String outcome) {}

  /**
   * Whoever calls still has the move.
   *
   * @throws dev.rehome.model.StaleLease if not
   */
  public void require(Move move) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return move;
        });
  }

  /**
   * Writes down how a call ended.
   *
   * @param failure empty when it is done
   */
  public void record(Move move, String what, String failure, Duration took) {
    String time = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    String detail = failure.isEmpty() ? "done in " + time : failure + " (after " + time + ")";
    control.transaction(
        jdbc -> {
          Moves.audit(jdbc, ACTION + what, move, failure.isEmpty() ? "success" : "failure", detail);
          return move;
        });
  }

  /** Whether it was done before, by whatever worker. */
  public boolean done(Move move, String what) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT EXISTS (SELECT FROM _system.audit
                                   WHERE move = :move AND action = :action AND result = 'success')
                    """)
                .param("move", move.id())
                .param("action", ACTION + what)
                .query(Boolean.class)
                .single());
  }

  /** The last call of each kind, with how many there were, in the order of their first ones. */
  public List<Call> of(String move) {
    return control.call(jdbc -> read(jdbc, move));
  }

  private static List<Call> read(JdbcClient jdbc, String move) {
    return jdbc.sql(
            """
            SELECT substr(action, 6),
                   (array_agg(result ORDER BY seq DESC))[1] = 'success',
                   (array_agg(detail ORDER BY seq DESC))[1]
                   || CASE WHEN count(*) > 1 THEN ', call ' || count(*) ELSE '' END
            FROM _system.audit WHERE move = :move AND action LIKE 'hook %' GROUP BY action ORDER BY min(seq)
            """)
        .param("move", move)
        .query((row, n) -> new Call(row.getString(1), row.getBoolean(2), row.getString(3)))
        .list();
  }
}
