package dev.rehome.journal;

import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.store.Gauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers are just doing, in {@code _system.doings}. It is written outside of every
 * transaction of a move, at most about twice a second for each component of a move. Thread safe.
 */
public final class Doings implements Gauge {
  private static final Logger LOG = LoggerFactory.getLogger(Doings.class);
  private static final long BETWEEN_NANOS = 400_000_000;

  private final ControlStore control;
  private final Map<String, Long> told = new ConcurrentHashMap<>();

  public Doings(ControlStore control) {
    this.control = control;
  }

  @Override
  public void at(Move move, String component, String doing, long done, long all) {
    long now = System.nanoTime();
    String key = move.id() + " " + component;
    Long before = told.get(key);
    boolean ends = all > 0 && done >= all;
    if (move.position().phase() != Phase.PREFLIGHT
        || (before != null && now - before < BETWEEN_NANOS && !ends)) {
      return;
    }
    told.put(key, now);
    try {
      write(move, component, doing, done, all);
    } catch (RuntimeException e) {
      LOG.debug("{}: what is being done is not told", move, e);
    }
    if (ends) {
      told.remove(key);
    }
  }

  /** A plan's move is unknown to the control store: nothing is written for it. */
  private void write(Move move, String component, String doing, long done, long all) {
    control.call(
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO _system.doings (move, component, doing, done, of_all)
                    SELECT m.id, :component, :doing, :done, :all FROM _system.moves m WHERE m.id = :move
                    ON CONFLICT (move, component) DO UPDATE SET doing = excluded.doing, done = excluded.done,
                      of_all = excluded.of_all, at = clock_timestamp()
                    """)
                .param("move", move.id())
                .param("component", component)
                .param("doing", doing)
                .param("done", done)
                .param("all", all)
                .update());
  }

  /** {@code postgres: roles (7 of 23), objects: listing (12,000)}; empty when all has ended. */
  public String of(String move) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT coalesce(string_agg(d.component || ': ' || d.doing || ' (' || to_char(d.done, 'FM999,999,999,990')
                      || CASE WHEN d.of_all > 0 THEN ' of ' || to_char(d.of_all, 'FM999,999,999,990') ELSE '' END || ')',
                      ', ' ORDER BY d.component), '')
                    FROM _system.doings d JOIN _system.move_tenant_journal v ON v.move = d.move
                    WHERE d.move = :move AND v.phase = 'PREFLIGHT' AND v.mark = 'INTENT' AND v.status = 'running'
                      AND (d.of_all = 0 OR d.done < d.of_all)
                    """)
                .param("move", move)
                .query(String.class)
                .single());
  }
}
