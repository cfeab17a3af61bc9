package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Json;
import dev.rehome.journal.Leases;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The chunks of moves with their receipts, and what is to be checked. Writing compares the lease's
 * epoch and throws {@code StaleLease}. Thread safe.
 */
public final class Manifest {
  private final ControlStore control;

  public Manifest(ControlStore control) {
    this.control = control;
  }

  /** Whether the component of the move was planned. */
  public boolean planned(Move move, String component) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    "SELECT EXISTS (SELECT FROM _system.plans WHERE move = :move AND component ="
                        + " :component)")
                .param("move", move.id())
                .param("component", component)
                .query(Boolean.class)
                .single());
  }

  /**
   * Where the source stood when the copy became consistent, by component; empty before the plan.
   */
  public Optional<String> position(Move move, String component) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    "SELECT position FROM _system.plans WHERE move = :move AND component ="
                        + " :component")
                .param("move", move.id())
                .param("component", component)
                .query(String.class)
                .optional());
  }

  /** Records a component's plan; a plan that is there stays as it is. */
  public void plan(
      Move move, String component, String position, List<Chunk> chunks, List<PlannedCheck> checks) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          int fresh =
              jdbc.sql(
                      """
                      INSERT INTO _system.plans (move, component, position, chunks, checks)
                      VALUES (:move, :component, :position, :chunks, :checks) ON CONFLICT DO NOTHING
                      """)
                  .param("move", move.id())
                  .param("component", component)
                  .param("position", position)
                  .param("chunks", chunks.size())
                  .param("checks", checks.size())
                  .update();
          if (fresh == 1) {
            chunks.forEach(chunk -> insert(jdbc, chunk));
            checks.forEach(check -> insert(jdbc, move, check));
          }
          return fresh;
        });
  }

  private static void insert(JdbcClient jdbc, Chunk chunk) {
    jdbc.sql(
            """
            INSERT INTO _system.chunks (move, component, chunk, wave, spec)
            VALUES (:move, :component, :chunk, :wave, CAST(:spec AS jsonb))
            """)
        .param("move", chunk.move())
        .param("component", chunk.component())
        .param("chunk", chunk.id())
        .param("wave", chunk.wave())
        .param("spec", Json.of(chunk.spec()))
        .update();
  }

  private static void insert(JdbcClient jdbc, Move move, PlannedCheck check) {
    jdbc.sql("INSERT INTO _system.planned_checks VALUES (:move, :component, :name, :subject)")
        .param("move", move.id())
        .param("component", check.component())
        .param("name", check.name())
        .param("subject", check.subject())
        .update();
  }

  /** The waves of a component, in order. */
  public List<Integer> waves(Move move, String component) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT DISTINCT wave FROM _system.chunks
                    WHERE move = :move AND component = :component ORDER BY wave
                    """)
                .param("move", move.id())
                .param("component", component)
                .query(Integer.class)
                .list());
  }

  /** The chunks of a wave, done ones included, largest ordinal last. */
  public List<Chunk> chunks(Move move, String component, int wave) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT chunk, wave, spec FROM _system.chunks
                    WHERE move = :move AND component = :component AND wave = :wave ORDER BY chunk
                    """)
                .param("move", move.id())
                .param("component", component)
                .param("wave", wave)
                .query(
                    (row, n) ->
                        new Chunk(
                            move.id(),
                            component,
                            row.getString(1),
                            row.getInt(2),
                            Json.texts(row.getString(3))))
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
