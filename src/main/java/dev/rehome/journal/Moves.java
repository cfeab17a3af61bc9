package dev.rehome.journal;

import dev.rehome.model.Itinerary;
import dev.rehome.model.Job;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements over a move's own rows, inside the caller's transaction. */
public final class Moves {
  private Moves() {}

  public static Move load(JdbcClient jdbc, String id, long epoch) {
    Position position = position(jdbc, id);
    return jdbc.sql("SELECT * FROM _system.moves WHERE id = :id")
        .param("id", id)
        .query(
            (row, n) ->
                new Move(
                    id,
                    row.getString("job"),
                    new Tenant(row.getString("tenant"), row.getString("tenant_id")),
                    row.getString("source_database"),
                    row.getString("target_database"),
                    options(row),
                    Math.max(1, epoch),
                    position,
                    components(jdbc, id, position)))
        .single();
  }

  /** PREFLIGHT looks anew, with the settings of whoever does it. */
  private static List<String> components(JdbcClient jdbc, String id, Position position) {
    return position.phase() == Phase.PREFLIGHT ? List.of() : Roster.of(jdbc, id);
  }

  private static Options options(ResultSet row) throws SQLException {
    Options options = Json.options(row.getString("options"));
    return row.getBoolean("rehearsal") ? options.rehearsed() : options;
  }

  /** Whether it is a rehearsal, as the store has it. */
  public static boolean rehearsal(JdbcClient jdbc, Move move) {
    return jdbc.sql("SELECT rehearsal FROM _system.moves WHERE id = :id")
        .param("id", move.id())
        .query(Boolean.class)
        .single();
  }

  /** Through which phases it goes, as the store has it. */
  public static Itinerary itinerary(JdbcClient jdbc, Move move) {
    return Itinerary.of(
        jdbc.sql("SELECT options, rehearsal FROM _system.moves WHERE id = :id")
            .param("id", move.id())
            .query((row, n) -> options(row))
            .single());
  }

  /** A move of which nothing has begun; no worker has it yet. */
  public static Move fresh(Job job, String id) {
    Position start = new Position(Phase.PREFLIGHT, Mark.INTENT, 0, Status.RUNNING, Undo.NONE);
    return new Move(id, job.id(), job.tenant(), job.from(), job.to(), job.options(), 1, start);
  }

  public static Position position(JdbcClient jdbc, String id) {
    return jdbc.sql(
            """
            SELECT phase, mark, epoch, status, undo FROM _system.journal
            WHERE move = :move ORDER BY seq DESC LIMIT 1
            """)
        .param("move", id)
        .query(
            (row, n) ->
                new Position(
                    Phase.valueOf(row.getString("phase")),
                    Mark.valueOf(row.getString("mark")),
                    row.getLong("epoch"),
                    Status.of(row.getString("status")),
                    Undo.valueOf(row.getString("undo"))))
        .single();
  }

  /** Of the last record. */
  public static String message(JdbcClient jdbc, String id) {
    return jdbc.sql(
            "SELECT message FROM _system.journal WHERE move = :move ORDER BY seq DESC LIMIT 1")
        .param("move", id)
        .query(String.class)
        .single();
  }

  public static void append(JdbcClient jdbc, Move move, Position position, Note note) {
    jdbc.sql(
            """
            INSERT INTO _system.journal (move, epoch, phase, mark, status, undo, lsn, message, detail)
            VALUES (:move, :epoch, :phase, :mark, :status, :undo, CAST(:lsn AS pg_lsn), :message, CAST(:detail AS jsonb))
            """)
        .param("move", move.id())
        .param("epoch", position.epoch())
        .param("phase", position.phase().name())
        .param("mark", position.mark().name())
        .param("status", position.status().word())
        .param("undo", position.undo().name())
        .param("lsn", note.lsn().orElse(null))
        .param("message", note.message())
        .param("detail", Json.of(note.detail()))
        .update();
    String step = position.undo() == Undo.NONE ? "" : " undo " + position.undo();
    audit(
        jdbc,
        position.phase() + " " + position.mark() + step,
        move,
        position.status() != Status.NEEDS_HAND
                && (position.undo() == Undo.NONE || Rehearsals.succeeded(note.message()))
            ? "success"
            : "failure",
        note.message());
  }

  public static void audit(
      JdbcClient jdbc, String action, Move move, String result, String detail) {
    jdbc.sql("SELECT _system.write_audit(:actor, :action, :move, :tenant, :result, :detail)")
        .param("actor", Workers.thisProcess())
        .param("action", action)
        .param("move", move.id())
        .param("tenant", move.tenant().name())
        .param("result", result)
        .param("detail", detail)
        .query((row, n) -> "")
        .single();
  }

  /** Tells the audit where a tenant is now, in the transaction that says so in the catalog. */
  public static void auditPlacement(JdbcClient jdbc, String move, String tenant) {
    jdbc.sql("SELECT _system.audit_placement(:actor, :move, :tenant)")
        .param("actor", Workers.thisProcess())
        .param("move", move)
        .param("tenant", tenant)
        .query((row, n) -> "")
        .single();
  }

  /** Puts the news of a changed placement into the outbox, in the transaction that changes it. */
  public static void announce(JdbcClient jdbc, Move move, String cell) {
    jdbc.sql(
            "INSERT INTO _system.outbox (tenant, topic, body) VALUES (:tenant, 'placements',"
                + " CAST(:body AS jsonb))")
        .param("tenant", move.tenant().name())
        .param(
            "body",
            Json.of(
                Map.of(
                    "tenant", move.tenant().name(),
                    "database", cell,
                    "epoch", move.epoch(),
                    "move", move.id())))
        .update();
  }

  /**
   * Nothing is left to be done: the lease closes, and a tenant that only this refused move knew is
   * forgotten.
   */
  public static void end(JdbcClient jdbc, Move move) {
    jdbc.sql(
            "UPDATE _system.leases SET over = true, until = '-infinity', owner = NULL WHERE move ="
                + " :move")
        .param("move", move.id())
        .update();
  }

  /** A tenant that only this move knew, refused or rehearsed, was never ours: it is forgotten. */
  public static void forgetTenant(JdbcClient jdbc, Move move) {
    int forgotten =
        jdbc.sql("DELETE FROM _system.tenants WHERE name = :tenant AND registered_by = :move")
            .param("tenant", move.tenant().name())
            .param("move", move.id())
            .update();
    if (forgotten > 0) {
      auditPlacement(jdbc, move.id(), move.tenant().name());
    }
  }

  /** What the abort record decided the move will have been, and why. */
  public static Decision decision(JdbcClient jdbc, Move move) {
    return jdbc.sql(
            """
            SELECT detail->>'becomes' AS becomes, message FROM _system.journal
            WHERE move = :move AND undo = 'DECIDED' ORDER BY seq DESC LIMIT 1
            """)
        .param("move", move.id())
        .query(
            (row, n) -> new Decision(Status.of(row.getString("becomes")), row.getString("message")))
        .single();
  }

  /** An abort record's decision. */
  public record Decision(Status becomes, String message) {}
}
