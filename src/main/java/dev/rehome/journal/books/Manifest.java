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
  /** Chunks that are read, or written, by one statement. */
  static final int PAGE = 500;

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
            for (int from = 0; from < chunks.size(); from += PAGE) {
              insert(jdbc, chunks.subList(from, Math.min(chunks.size(), from + PAGE)));
            }
            checks.forEach(check -> insert(jdbc, move, check));
          }
          return fresh;
        });
  }

  /** One statement for a page: it is the tenant's write pause in which they are written. */
  private static void insert(JdbcClient jdbc, List<Chunk> chunks) {
    Chunk first = chunks.get(0);
    jdbc.sql(
            """
            INSERT INTO _system.chunks (move, component, chunk, wave, spec)
            SELECT :move, :component, c.chunk, c.wave, CAST(c.spec AS jsonb)
            FROM unnest(CAST(:chunks AS text[]), CAST(:waves AS integer[]), CAST(:specs AS text[])) AS c (chunk, wave, spec)
            """)
        .param("move", first.move())
        .param("component", first.component())
        .param("chunks", chunks.stream().map(Chunk::id).toArray(String[]::new))
        .param("waves", chunks.stream().map(Chunk::wave).toArray(Integer[]::new))
        .param("specs", chunks.stream().map(chunk -> Json.of(chunk.spec())).toArray(String[]::new))
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

  /**
   * The chunks of a wave, done ones included, in the order of their ids: read page by page, so that
   * a plan of any size takes the memory of one page. Each iteration begins anew.
   */
  public Iterable<Chunk> chunks(Move move, String component, int wave) {
    return () -> new Pages<>(last -> page(move, component, wave, last.map(Chunk::id).orElse("")));
  }

  private List<Chunk> page(Move move, String component, int wave, String after) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT chunk, spec FROM _system.chunks
                    WHERE move = :move AND component = :component AND wave = :wave AND chunk > :after
                    ORDER BY chunk LIMIT :page
                    """)
                .param("move", move.id())
                .param("component", component)
                .param("wave", wave)
                .param("after", after)
                .param("page", PAGE)
                .query(
                    (row, n) ->
                        new Chunk(
                            move.id(),
                            component,
                            row.getString(1),
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
