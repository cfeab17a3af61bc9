package dev.rehome.journal.purge;

import dev.rehome.journal.Moves;
import dev.rehome.journal.purge.Departures.Departure;
import dev.rehome.model.Move;
import dev.rehome.store.Leftover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which of the cells that a tenant has left may be purged now, in one transaction. */
record PurgeTerms(JdbcClient jdbc, String tenant) {
  /** A tenant's cell, and its epoch. */
  private record Placed(String cell, long epoch) {}

  /** What is left at each of the cells, or at the given one; claims nothing. */
  Purges.Prospect prospect(Optional<String> cell) {
    PurgeObjections objections = new PurgeObjections(jdbc, tenant);
    Optional<PurgeRow> open = PurgeRows.open(jdbc, tenant);
    Optional<String> refusal = objections.ofTenant(cell);
    if (refusal.isPresent()) {
      return new Purges.Prospect(refusal, List.of());
    }
    Placed placed = placed("SELECT database, epoch FROM _system.tenants WHERE name = :tenant");
    List<Leftover> leftovers = new ArrayList<>();
    for (Departure departure : objections.unpurged(cell)) {
      refusal = refusal.or(() -> objections.ofDeparture(departure, cell, open));
      leftovers.add(leftover(Moves.load(jdbc, departure.move(), placed.epoch()), placed, open));
    }
    return new Purges.Prospect(refusal, leftovers);
  }

  /**
   * Takes the purge of the next of them, at the tenant's next epoch.
   *
   * @param open the purge that is gone on with
   */
  PurgeClaim claim(String owner, Optional<String> cell, Optional<PurgeRow> open, Duration lease) {
    PurgeObjections objections = new PurgeObjections(jdbc, tenant);
    Optional<String> refusal = objections.ofTenant(cell);
    if (refusal.isPresent()) {
      return new PurgeClaim.Refused(refusal.get());
    }
    Optional<Departure> next = objections.next(cell, open);
    if (next.isEmpty()) {
      return new PurgeClaim.Done(PurgeRows.last(jdbc, tenant, cell));
    }
    Optional<String> other = objections.ofDeparture(next.get(), cell, open);
    return other.isPresent()
        ? new PurgeClaim.Refused(other.get())
        : hold(owner, next.get(), open, lease);
  }

  private PurgeClaim hold(
      String owner, Departure departure, Optional<PurgeRow> open, Duration lease) {
    Placed placed =
        placed(
            """
            UPDATE _system.tenants SET epoch = epoch + 1 WHERE name = :tenant RETURNING database, epoch
            """);
    String purge = open.map(PurgeRow::purge).orElseGet(() -> PurgeRows.name(jdbc));
    Move move = Moves.load(jdbc, departure.move(), placed.epoch());
    PurgeRows.hold(jdbc, purge, move, departure.cell(), owner, lease);
    String how = open.isPresent() ? " goes on with " : " begins with ";
    PurgeRows.audit(
        jdbc,
        owner,
        move.id(),
        tenant,
        "success",
        "purge " + purge + " of " + departure.cell() + how + "epoch " + placed.epoch());
    return new PurgeClaim.Held(purge, leftover(move, placed, open));
  }

  private Placed placed(String sql) {
    return jdbc.sql(sql)
        .param("tenant", tenant)
        .query((row, n) -> new Placed(row.getString("database"), row.getLong("epoch")))
        .single();
  }

  private Leftover leftover(Move move, Placed placed, Optional<PurgeRow> open) {
    boolean begun =
        open.filter(row -> row.move().equals(move.id()) && row.state().equals("deleting"))
            .isPresent();
    return new Leftover(move, placed.cell(), Departures.copied(jdbc, move), begun);
  }
}
