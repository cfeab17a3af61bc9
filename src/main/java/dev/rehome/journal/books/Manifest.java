package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Json;
import dev.rehome.journal.Leases;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.model.Receipt;
import dev.rehome.store.Plan;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The chunks of moves with their receipts, and what is to be checked. Writing compares the lease's
 * epoch and throws {@code StaleLease}. Thread safe.
 */
public final class Manifest {
  /** Chunks that are read by one statement. */
  static final int PAGE = 500;

  private final ControlStore control;

  public Manifest(ControlStore control) {
    this.control = control;
  }

  /** Whether the component of the move was planned for the phase. */
  public boolean planned(Move move, String component, Phase phase) {
    return control.call(jdbc -> position(jdbc, move, component, phase).isPresent());
  }

  /** Whether it was planned for the phase, and every chunk of the phase has its receipt. */
  public boolean done(Move move, String component, Phase phase) {
    return planned(move, component, phase)
        && control.call(
            jdbc ->
                jdbc.sql(
                        """
                        SELECT NOT EXISTS (
                          SELECT FROM _system.chunks
                          WHERE move = :move AND component = :component AND phase = :phase AND state <> 'done')
                        """)
                    .param("move", move.id())
                    .param("component", component)
                    .param("phase", phase.name())
                    .query(Boolean.class)
                    .single());
  }

  /**
   * Where the source stood when the copy became consistent, by component; empty before the plan.
   */
  public Optional<String> position(Move move, String component) {
    return control.call(jdbc -> position(jdbc, move, component, Phase.SNAPSHOT));
  }

  private static Optional<String> position(
      JdbcClient jdbc, Move move, String component, Phase phase) {
    return jdbc.sql(
            """
            SELECT position FROM _system.plans
            WHERE move = :move AND component = :component AND phase = :phase
            """)
        .param("move", move.id())
        .param("component", component)
        .param("phase", phase.name())
        .query(String.class)
        .optional();
  }

  /** Records what was planned for a component in a phase; a plan that is there stays as it is. */
  public void plan(Move move, String component, Phase phase, Plan plan) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return PlanRows.insert(jdbc, move, component, phase, plan);
        });
  }

  /** The waves of a component in a phase, in order. */
  public List<Integer> waves(Move move, String component, Phase phase) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT DISTINCT wave FROM _system.chunks
                    WHERE move = :move AND component = :component AND phase = :phase ORDER BY wave
                    """)
                .param("move", move.id())
                .param("component", component)
                .param("phase", phase.name())
                .query(Integer.class)
                .list());
  }

  /**
   * The chunks of a wave, done ones included, in the order of their ids: read page by page, so that
   * a plan of any size takes the memory of one page. Each iteration begins anew.
   */
  public Iterable<Chunk> chunks(Move move, String component, Phase phase, int wave) {
    return () ->
        new Pages<>(last -> page(move, component, phase, wave, last.map(Chunk::id).orElse("")));
  }

  private List<Chunk> page(Move move, String component, Phase phase, int wave, String after) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT chunk, spec FROM _system.chunks
                    WHERE move = :move AND component = :component AND phase = :phase AND wave = :wave
                      AND chunk > :after
                    ORDER BY chunk LIMIT :page
                    """)
                .param("move", move.id())
                .param("component", component)
                .param("phase", phase.name())
                .param("wave", wave)
                .param("after", after)
                .param("page", PAGE)
                .query(
                    (row, n) ->
                        new Chunk(
                            move.id(),
                            component,
                            row.getString(1),
                            phase,
                            wave,
                            Json.texts(row.getString(2))))
                .list());
  }

  /** Claims a chunk for this epoch. Returns false if it is done. */
  public boolean claim(Move move, String component, String chunk) {
    return change(
            move,
            """
            UPDATE _system.chunks SET state = 'claimed', epoch = :epoch, changed_at = clock_timestamp()
            WHERE move = :move AND component = :component AND chunk = :chunk AND state <> 'done'
            """,
            component,
            chunk)
        == 1;
  }

  /** Gives a claimed chunk back, to be tried again; a done one stays done. */
  public void retry(Move move, String component, String chunk) {
    change(
        move,
        """
        UPDATE _system.chunks SET state = 'retry', epoch = :epoch, changed_at = clock_timestamp()
        WHERE move = :move AND component = :component AND chunk = :chunk AND state = 'claimed'
        """,
        component,
        chunk);
  }

  private int change(Move move, String sql, String component, String chunk) {
    return control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return jdbc.sql(sql)
              .param("epoch", move.epoch())
              .param("move", move.id())
              .param("component", component)
              .param("chunk", chunk)
              .update();
        });
  }

  /** Records a chunk's receipt; the chunk is done. */
  public void confirm(Move move, Receipt receipt) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return jdbc.sql(
                  """
                  UPDATE _system.chunks SET state = 'done', epoch = :epoch, copied_rows = :rows,
                    copied_bytes = :bytes, digest = :digest, changed_at = clock_timestamp()
                  WHERE move = :move AND component = :component AND chunk = :chunk AND state <> 'done'
                  """)
              .param("epoch", move.epoch())
              .param("rows", receipt.rows())
              .param("bytes", receipt.bytes())
              .param("digest", receipt.digest())
              .param("move", move.id())
              .param("component", receipt.component())
              .param("chunk", receipt.chunk())
              .update();
        });
  }

  /** The stored receipt of a done chunk. */
  public Optional<Receipt> receipt(Move move, String component, String chunk) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT copied_rows, copied_bytes, digest FROM _system.chunks
                    WHERE move = :move AND component = :component AND chunk = :chunk AND state = 'done'
                    """)
                .param("move", move.id())
                .param("component", component)
                .param("chunk", chunk)
                .query(
                    (row, n) ->
                        new Receipt(
                            move.id(),
                            component,
                            chunk,
                            row.getLong(1),
                            row.getLong(2),
                            row.getString(3)))
                .optional());
  }
}
