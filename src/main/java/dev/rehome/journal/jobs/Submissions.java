package dev.rehome.journal.jobs;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Json;
import dev.rehome.journal.Moves;
import dev.rehome.journal.Note;
import dev.rehome.journal.purge.PurgeRows;
import dev.rehome.model.Job;
import dev.rehome.model.Move;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Jobs become moves here, once for each id. Thread safe; several processes may submit the same job
 * at the same time.
 */
public final class Submissions {
  private final ControlStore control;

  public Submissions(ControlStore control) {
    this.control = control;
  }

  /**
   * Records the job. A known id answers what was recorded for it; a tenant not yet in the catalog
   * is registered at {@code job.from()}; asking for the move that runs follows it.
   */
  public Submitted submit(Job job) {
    return control.transaction(
        jdbc -> {
          oneByOne(jdbc, job.tenant().name());
          return Jobs.find(jdbc, job.id())
              .map(known -> Jobs.otherUse(jdbc, job).map(use -> refused(job, use)).orElse(known))
              .orElseGet(() -> decide(jdbc, job));
        });
  }

  /** Submissions and purges of a tenant wait for each other until their transactions end. */
  public static void oneByOne(JdbcClient jdbc, String tenant) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:tenant, 7346632))")
        .param("tenant", tenant)
        .query((row, n) -> "")
        .single();
  }

  private static Submitted refused(Job job, String use) {
    return new Submitted(
        job.id(),
        Optional.empty(),
        Optional.of(Submitted.Word.REFUSED),
        "job id "
            + job.id()
            + " was used for "
            + use
            + "; give this job an id of its own (--id is the job's, --tenant-id the tenant's)");
  }

  private static Submitted decide(JdbcClient jdbc, Job job) {
    Placement placement = Placement.find(jdbc, job.tenant().name());
    Optional<MistakenId> mistaken = MistakenId.of(jdbc, job);
    if (mistaken.isPresent()) {
      return refuse(jdbc, job, mistaken.get().problem() + "; " + mistaken.get().remedy());
    }
    OpenMove open = OpenMove.find(jdbc, job.tenant().name());
    if (open != null) {
      if (open.asks(job) && !open.undone()) {
        Jobs.insert(jdbc, job, open.move());
        return Submitted.following(job.id(), open.move());
      }
      return refuse(
          jdbc,
          job,
          (open.rehearsal() ? "rehearsal " : "move ")
              + open.move()
              + " of "
              + job.tenant().name()
              + " ("
              + open.source()
              + " to "
              + open.target()
              + ") is "
              + (open.undone() ? "still being cleaned up" : "open")
              + "; let it end, or rehome rollback "
              + job.tenant().name());
    }
    if (placement != null && placement.database().equals(job.to())) {
      Jobs.insert(jdbc, job, null);
      return Jobs.conclude(
          jdbc,
          job.id(),
          Submitted.Word.MOVE_TENANT_ALREADY_AT_TARGET,
          "tenant " + job.tenant().name() + " is served by " + job.to() + " already");
    }
    if (placement != null && !placement.database().equals(job.from())) {
      return refuse(
          jdbc,
          job,
          "tenant "
              + job.tenant().name()
              + " is served by "
              + placement.database()
              + ", not by "
              + job.from()
              + "; say FROM "
              + placement.database());
    }
    Optional<String> purge = PurgeRows.objection(jdbc, job.tenant().name(), job.to());
    if (purge.isPresent()) {
      return refuse(jdbc, job, purge.get());
    }
    PurgeRows.giveUp(jdbc, job.tenant().name());
    return begin(jdbc, job);
  }

  private static Submitted refuse(JdbcClient jdbc, Job job, String why) {
    Jobs.insert(jdbc, job, null);
    return Jobs.conclude(jdbc, job.id(), Submitted.Word.REFUSED, why);
  }

  private static Submitted begin(JdbcClient jdbc, Job job) {
    String id =
        "m"
            + jdbc.sql("SELECT nextval('_system.move_number')").query(Long.class).single()
            + "-"
            + UUID.randomUUID().toString().substring(0, 4);
    int registered =
        jdbc.sql(
                """
                INSERT INTO _system.tenants (name, tenant_id, database, registered_by)
                VALUES (:name, :id, :from, :move) ON CONFLICT (name) DO NOTHING
                """)
            .param("name", job.tenant().name())
            .param("id", job.tenant().id())
            .param("from", job.from())
            .param("move", id)
            .update();
    if (registered > 0) {
      Moves.auditPlacement(jdbc, id, job.tenant().name());
    }
    jdbc.sql(
            """
            INSERT INTO _system.moves (id, job, tenant, tenant_id, source_database, target_database, options, rehearsal)
            VALUES (:move, :job, :tenant, :tenantId, :from, :to, CAST(:options AS jsonb), :rehearsal)
            """)
        .param("move", id)
        .param("job", job.id())
        .param("tenant", job.tenant().name())
        .param("tenantId", job.tenant().id())
        .param("from", job.from())
        .param("to", job.to())
        .param("options", Json.options(job.options()))
        .param("rehearsal", job.options().rehearsal())
        .update();
    jdbc.sql("INSERT INTO _system.leases (move, tenant) VALUES (:move, :tenant)")
        .param("move", id)
        .param("tenant", job.tenant().name())
        .update();
    Jobs.insert(jdbc, job, id);
    Move move = Moves.fresh(job, id);
    Moves.append(jdbc, move, move.position(), Note.of("submitted by " + job.origin()));
    return Submitted.following(job.id(), id);
  }

  private record Placement(String database) {
    static Placement find(JdbcClient jdbc, String tenant) {
      return jdbc.sql("SELECT database FROM _system.tenants WHERE name = :name FOR UPDATE")
          .param("name", tenant)
          .query((row, n) -> new Placement(row.getString(1)))
          .optional()
          .orElse(null);
    }
  }

  private record OpenMove(
      String move, String source, String target, boolean rehearsal, boolean undone) {
    boolean asks(Job job) {
      return source.equals(job.from())
          && target.equals(job.to())
          && rehearsal == job.options().rehearsal();
    }

    static OpenMove find(JdbcClient jdbc, String tenant) {
      return jdbc.sql(
              """
              SELECT m.id, m.source_database, m.target_database, m.rehearsal,
                     EXISTS (SELECT FROM _system.journal j WHERE j.move = m.id AND j.undo <> 'NONE')
              FROM _system.leases l JOIN _system.moves m ON m.id = l.move
              WHERE l.tenant = :tenant AND NOT l.over
              """)
          .param("tenant", tenant)
          .query(
              (row, n) ->
                  new OpenMove(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getBoolean(4),
                      row.getBoolean(5)))
          .optional()
          .orElse(null);
    }
  }
}
