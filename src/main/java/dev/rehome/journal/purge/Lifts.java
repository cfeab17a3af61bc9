package dev.rehome.journal.purge;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Moves;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.journal.purge.Departures.Departure;
import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import dev.rehome.store.Leftover;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The right to take away for good what still refuses a tenant at a cell that it has left. Taking it
 * takes the tenant's next epoch: whatever else works there is stale from then on. Thread safe.
 */
public final class Lifts {
  private final ControlStore control;
  private final String owner;

  /**
   * @param owner names this process for operators, e.g. {@code host/pid}
   */
  public Lifts(ControlStore control, String owner) {
    this.control = control;
    this.owner = owner;
  }

  /** What the control store answers. */
  public sealed interface Answer {
    /** It may be lifted, at the epoch of {@code left.move()}. */
    record Granted(Leftover left) implements Answer {}

    /** It may not be, for this reason; nothing was changed. */
    record Refused(String why) implements Answer {}
  }

  /**
   * Asks for it.
   *
   * @param unpurged whether also where the tenant's rows are still there
   */
  public Answer claim(String tenant, String cell, boolean unpurged) {
    return control.transaction(
        jdbc -> {
          Submissions.oneByOne(jdbc, tenant);
          Optional<String> serving = serving(jdbc, tenant);
          Optional<Departure> departure =
              Departures.of(jdbc, tenant).stream()
                  .filter(one -> one.cell().equals(cell))
                  .findFirst();
          Optional<String> refusal = refusal(jdbc, tenant, cell, serving, departure, unpurged);
          if (refusal.isPresent()) {
            audit(jdbc, null, tenant, "refusal", refusal.get());
            return new Answer.Refused(refusal.get());
          }
          return new Answer.Granted(granted(jdbc, tenant, serving.get(), departure.get()));
        });
  }

  private static Optional<String> serving(JdbcClient jdbc, String tenant) {
    return jdbc.sql("SELECT database FROM _system.tenants WHERE name = :tenant FOR UPDATE")
        .param("tenant", tenant)
        .query(String.class)
        .optional();
  }

  private static Optional<String> refusal(
      JdbcClient jdbc,
      String tenant,
      String cell,
      Optional<String> serving,
      Optional<Departure> departure,
      boolean unpurged) {
    if (serving.isEmpty()) {
      return Optional.of(tenant + " is not in the catalog: no move of it is known");
    }
    Optional<String> open =
        jdbc.sql("SELECT move FROM _system.leases WHERE tenant = :tenant AND NOT over")
            .param("tenant", tenant)
            .query(String.class)
            .optional();
    if (open.isPresent()) {
      return Optional.of(
          "move %s of %s is open, and its guard is its own; let it end, or rehome rollback %s"
              .formatted(open.get(), tenant, tenant));
    }
    if (serving.get().equals(cell)) {
      return Optional.of(
          "%s serves %s: the placement names it, and nothing refuses the tenant there"
              .formatted(cell, tenant));
    }
    if (departure.isEmpty()) {
      return Optional.of(
          "no done move of %s has left %s; there is nothing to lift".formatted(tenant, cell));
    }
    Optional<PurgeRow> purge = PurgeRows.open(jdbc, tenant);
    if (purge.isPresent()) {
      return Optional.of(
          "%s is unfinished, and works at the tenant's epoch, which a lift would take; rehome purge %s goes on with it"
              .formatted(purge.get(), tenant));
    }
    return departure.get().purged().isPresent() || unpurged
        ? Optional.empty()
        : Optional.of(
            "%s still holds the rows that %s left there, and %s serves: what is written to the old ones is lost; purge first, or say --unpurged"
                .formatted(cell, tenant, serving.get()));
  }

  private Leftover granted(JdbcClient jdbc, String tenant, String serving, Departure departure) {
    long epoch =
        jdbc.sql(
                "UPDATE _system.tenants SET epoch = epoch + 1 WHERE name = :tenant RETURNING epoch")
            .param("tenant", tenant)
            .query(Long.class)
            .single();
    Move move = Moves.load(jdbc, departure.move(), epoch);
    audit(
        jdbc,
        move.id(),
        tenant,
        "success",
        "the refusal at %s is being lifted%s, epoch %d"
            .formatted(
                departure.cell(),
                departure.purged().isPresent() ? "" : " before a purge, as was asked for",
                epoch));
    return new Leftover(move, serving, Map.of(), departure.purged().isPresent());
  }

  /** Throws {@code StaleLease} when the tenant has a newer epoch than the move was given. */
  public void confirm(Move move) {
    long epoch =
        control.call(
            jdbc ->
                jdbc.sql("SELECT epoch FROM _system.tenants WHERE name = :tenant")
                    .param("tenant", move.tenant().name())
                    .query(Long.class)
                    .single());
    if (epoch != move.epoch()) {
      throw new StaleLease(
          "%s: what lifts its guard has epoch %d, the control store has epoch %d of %s"
              .formatted(move, move.epoch(), epoch, move.tenant().name()));
    }
  }

  /** Records how it ended. */
  public void ended(Move move, boolean lifted, String detail) {
    control.transaction(
        jdbc -> {
          audit(jdbc, move.id(), move.tenant().name(), lifted ? "success" : "failure", detail);
          return move;
        });
  }

  private void audit(JdbcClient jdbc, String move, String tenant, String result, String detail) {
    PurgeRows.audit(jdbc, owner, "lift", move, tenant, result, detail);
  }
}
