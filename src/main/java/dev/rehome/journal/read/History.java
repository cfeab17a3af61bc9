package dev.rehome.journal.read;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Doings;
import dev.rehome.journal.LeftBehind;
import dev.rehome.journal.Roster;
import dev.rehome.journal.Workers;
import dev.rehome.journal.books.HookBook;
import dev.rehome.journal.jobs.Jobs;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.read.Moved.Checked;
import dev.rehome.journal.read.Moved.Copied;
import dev.rehome.journal.read.Moved.PhaseTime;
import dev.rehome.journal.read.Moved.Progress;
import dev.rehome.store.Kinds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What people ask the control store. Reads only. Thread safe. */
public final class History {
  private static final String COLUMNS =
      """
      SELECT move, job, tenant, source_database, target_database, phase, mark, status, clean_up,
             message, last_durable_lsn::text, epoch, started_at, updated_at, rehearsal
      FROM _system.move_tenant_journal
      """;

  private final ControlStore control;
  private final Kinds kinds;

  /**
   * @param kinds say what each component is counted in
   */
  public History(ControlStore control, Kinds kinds) {
    this.control = control;
    this.kinds = kinds;
  }

  /** The moves, newest first, of one tenant or of all; at most {@code most}. */
  public List<Moved> moves(Optional<String> tenant, int most) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    COLUMNS
                        + """
                        WHERE CAST(:tenant AS text) IS NULL OR tenant = :tenant
                        ORDER BY started_at DESC, move DESC LIMIT :most
                        """)
                .param("tenant", tenant.orElse(null))
                .param("most", most)
                .query((row, n) -> moved(row))
                .list());
  }

  /** The move of that id. */
  public Optional<Moved> move(String id) {
    return control.call(
        jdbc ->
            jdbc.sql(COLUMNS + "WHERE move = :move")
                .param("move", id)
                .query((row, n) -> moved(row))
                .optional());
  }

  /** The cell that serves a tenant. */
  public Optional<String> placement(String tenant) {
    return control.call(
        jdbc ->
            jdbc.sql("SELECT database FROM _system.tenants WHERE name = :name")
                .param("name", tenant)
                .query(String.class)
                .optional());
  }

  /** The id of a tenant that is in the catalog. */
  public Optional<String> tenantId(String tenant) {
    return control.call(
        jdbc ->
            jdbc.sql("SELECT tenant_id FROM _system.tenants WHERE name = :name")
                .param("name", tenant)
                .query(String.class)
                .optional());
  }

  /** What the control store answers to a job's id; empty for an unknown one. */
  public Optional<Submitted> job(String id) {
    return control.call(jdbc -> Jobs.find(jdbc, id));
  }

  /** How far the copy is. */
  public Progress progress(String move) {
    List<Copied> copied =
        control.call(
            jdbc ->
                jdbc.sql(
                        """
                        SELECT p.component, count(c.*), count(c.*) FILTER (WHERE c.state = 'done'),
                               count(c.*) FILTER (WHERE c.phase = 'COPY'), count(c.*) FILTER (WHERE c.phase = 'COPY' AND c.state = 'done'),
                               p.planned,
                               coalesce(sum(c.copied_rows), 0)::bigint, coalesce(sum(c.copied_bytes), 0)::bigint,
                               (SELECT count(*) FROM _system.planned_checks k WHERE k.move = p.move AND k.component = p.component),
                               (SELECT count(DISTINCT (k.name, k.subject)) FROM _system.checks k
                                WHERE k.move = p.move AND k.component = p.component
                                  AND k.epoch = (SELECT l.epoch FROM _system.leases l WHERE l.move = p.move))
                        FROM (SELECT move, component, min(planned_at) AS planned_at, bool_or(phase = 'SNAPSHOT') AS planned
                              FROM _system.plans WHERE move = :move GROUP BY move, component) p
                        LEFT JOIN _system.chunks c ON c.move = p.move AND c.component = p.component
                        GROUP BY p.move, p.component, p.planned, p.planned_at ORDER BY p.planned_at, p.component
                        """)
                    .param("move", move)
                    .query((row, n) -> copied(row))
                    .list());
    return new Progress(
        control.call(jdbc -> Roster.of(jdbc, move)).size(),
        copied,
        new Doings(control).of(move),
        phases(move).stream()
            .reduce((one, next) -> next)
            .map(PhaseTime::took)
            .orElse(Duration.ZERO));
  }

  private Copied copied(ResultSet row) throws SQLException {
    String component = row.getString(1);
    return new Copied(
        component,
        kinds.unit(component),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getBoolean(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10));
  }

  /**
   * How long the tenant's writes were refused: from the fence until the hand-over, the undo, or
   * now. Empty if they never were.
   */
  public Optional<Duration> pause(String move) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT (extract(epoch FROM coalesce(
                              (SELECT min(at) FROM _system.journal
                               WHERE move = :move AND (undo IN ('UNFENCED', 'CLEAN') OR status IN ('done', 'needs_hand'))),
                              clock_timestamp()) - at) * 1000)::bigint
                           + coalesce((detail->>'refused_ms')::bigint, 0)
                    FROM _system.journal
                    WHERE move = :move AND phase = 'DRAIN' AND mark = 'DURABLE' AND undo = 'NONE'
                    ORDER BY seq LIMIT 1
                    """)
                .param("move", move)
                .query((row, n) -> Duration.ofMillis(row.getLong(1)))
                .optional());
  }

  /** All of a move. */
  public Optional<Moved.Story> story(String move) {
    return move(move)
        .map(
            moved ->
                new Moved.Story(
                    moved,
                    new Workers(control).of(move),
                    pause(move),
                    LeftBehind.of(control, move),
                    progress(move),
                    phases(move),
                    new Timings(control, kinds).of(move),
                    new WaitBook(control).of(move),
                    new HookBook(control).of(move),
                    checks(move)));
  }

  private List<PhaseTime> phases(String move) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    WITH open AS (SELECT status IN ('running', 'paused') AND undo = 'NONE' AS goes_on
                      FROM _system.journal WHERE move = :move ORDER BY seq DESC LIMIT 1)
                    SELECT phase, extract(epoch FROM CASE WHEN bool_or(mark = 'DURABLE') OR NOT (SELECT goes_on FROM open)
                      THEN max(at) ELSE clock_timestamp() END - min(at)) * 1000, bool_or(mark = 'DURABLE')
                    FROM _system.journal WHERE move = :move AND undo = 'NONE'
                    GROUP BY phase ORDER BY min(seq)
                    """)
                .param("move", move)
                .query(
                    (row, n) ->
                        new PhaseTime(
                            row.getString(1), Duration.ofMillis(row.getLong(2)), row.getBoolean(3)))
                .list());
  }

  private List<Checked> checks(String move) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT DISTINCT ON (component, subject, name) component, name, subject, passed, source_value, target_value
                    FROM _system.checks WHERE move = :move ORDER BY component, subject, name, seq DESC
                    """)
                .param("move", move)
                .query(
                    (row, n) ->
                        new Checked(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getBoolean(4),
                            row.getString(5),
                            row.getString(6)))
                .list());
  }

  private static Moved moved(ResultSet row) throws SQLException {
    return new Moved(
        row.getString("move"),
        row.getString("job"),
        row.getString("tenant"),
        row.getString("source_database"),
        row.getString("target_database"),
        row.getString("phase"),
        row.getString("mark"),
        row.getString("status"),
        row.getString("clean_up"),
        row.getString("message"),
        Optional.ofNullable(row.getString("last_durable_lsn")),
        row.getLong("epoch"),
        instant(row.getTimestamp("started_at")),
        instant(row.getTimestamp("updated_at")),
        row.getBoolean("rehearsal"));
  }

  private static java.time.Instant instant(Timestamp timestamp) {
    return timestamp.toInstant();
  }
}
