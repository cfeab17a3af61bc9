package dev.rehome.journal.jobs;

import dev.rehome.journal.Json;
import dev.rehome.journal.Rehearsals;
import dev.rehome.journal.Workers;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.model.Job;
import dev.rehome.model.Status;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements over jobs, inside the caller's transaction. */
public final class Jobs {
  private Jobs() {}

  static void insert(JdbcClient jdbc, Job job, String move) {
    jdbc.sql(
            """
            INSERT INTO _system.jobs (id, origin, tenant, tenant_id, source_database, target_database, move, rehearsal)
            VALUES (:id, :origin, :tenant, :tenantId, :from, :to, :move, :rehearsal)
            """)
        .param("id", job.id())
        .param("origin", job.origin())
        .param("tenant", job.tenant().name())
        .param("tenantId", job.tenant().id())
        .param("from", job.from())
        .param("to", job.to())
        .param("move", move)
        .param("rehearsal", job.options().rehearsal())
        .update();
    jdbc.sql("SELECT _system.audit_request(:actor, :id)")
        .param("actor", Workers.thisProcess())
        .param("id", job.id())
        .query((row, n) -> "")
        .single();
  }

  /** What the recorded job of this id asked for, if that is something else. */
  static Optional<String> otherUse(JdbcClient jdbc, Job job) {
    return jdbc.sql(
            """
            SELECT CASE WHEN rehearsal THEN 'a rehearsal of ' ELSE '' END
                   || tenant || ' from ' || source_database || ' to ' || target_database FROM _system.jobs
            WHERE id = :id AND NOT (tenant = :tenant AND tenant_id = :tenantId AND rehearsal = :rehearsal
                                    AND source_database = :from AND target_database = :to)
            """)
        .param("id", job.id())
        .param("tenant", job.tenant().name())
        .param("tenantId", job.tenant().id())
        .param("from", job.from())
        .param("to", job.to())
        .param("rehearsal", job.options().rehearsal())
        .query(String.class)
        .optional();
  }

  static Submitted conclude(JdbcClient jdbc, String job, Word word, String message) {
    jdbc.sql(
            """
            UPDATE _system.jobs SET outcome = CAST(:outcome AS jsonb), outcome_at = clock_timestamp()
            WHERE id = :id AND outcome IS NULL
            """)
        .param("outcome", Json.of(Map.of("outcome", word.name(), "message", message)))
        .param("id", job)
        .update();
    jdbc.sql(
            """
            SELECT _system.write_audit(:actor, 'job ' || j.id, j.move, j.tenant,
              CASE WHEN :word IN ('MOVED', 'MOVE_TENANT_ALREADY_AT_TARGET') THEN 'success'
                   WHEN :word = 'REFUSED' THEN 'refusal' ELSE 'failure' END, :message)
            FROM _system.jobs j WHERE j.id = :id
            """)
        .param("actor", Workers.thisProcess())
        .param("word", word.name())
        .param("message", word + " " + message)
        .param("id", job)
        .query((row, n) -> "")
        .single();
    return find(jdbc, job).orElseThrow();
  }

  public static Optional<Submitted> find(JdbcClient jdbc, String id) {
    return jdbc.sql(
            """
            SELECT j.id, j.move, j.outcome->>'outcome' AS outcome,
                   coalesce(j.outcome->>'message', v.message, '') AS message, v.status
            FROM _system.jobs j LEFT JOIN _system.move_tenant_journal v ON v.move = j.move
            WHERE j.id = :id
            """)
        .param("id", id)
        .query(
            (row, n) ->
                new Submitted(
                    row.getString("id"),
                    Optional.ofNullable(row.getString("move")),
                    Optional.ofNullable(row.getString("outcome"))
                        .map(Word::valueOf)
                        .or(() -> word(row)),
                    row.getString("message")))
        .optional();
  }

  private static Optional<Word> word(java.sql.ResultSet row) {
    try {
      Optional<Word> word =
          Optional.ofNullable(row.getString("status")).map(Status::of).flatMap(Jobs::word);
      boolean rehearsed = Rehearsals.succeeded(row.getString("message"));
      return word.map(w -> w == Word.ROLLED_BACK && rehearsed ? Word.REHEARSED : w);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The word of a move's status; empty while it runs. */
  static Optional<Word> word(Status status) {
    return switch (status) {
      case RUNNING, PAUSED -> Optional.empty();
      case DONE -> Optional.of(Word.MOVED);
      case NEEDS_HAND -> Optional.of(Word.NEEDS_HAND);
      case REFUSED -> Optional.of(Word.REFUSED);
      case ABORTED -> Optional.of(Word.ABORTED);
      case ROLLED_BACK -> Optional.of(Word.ROLLED_BACK);
    };
  }
}
