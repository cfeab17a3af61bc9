package dev.rehome.journal.purge;

import dev.rehome.journal.purge.Departures.Departure;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Why the control store lets a purge not begin; inside the caller's transaction. */
final class PurgeObjections {
  private final JdbcClient jdbc;
  private final String tenant;
  private final Optional<String> placement;
  private final List<Departure> departures;

  PurgeObjections(JdbcClient jdbc, String tenant) {
    this.jdbc = jdbc;
    this.tenant = tenant;
    this.placement =
        jdbc.sql("SELECT database FROM _system.tenants WHERE name = :tenant FOR UPDATE")
            .param("tenant", tenant)
            .query(String.class)
            .optional();
    this.departures = Departures.of(jdbc, tenant);
  }

  /** What speaks against any purge of the tenant. */
  Optional<String> ofTenant(Optional<String> cell) {
    if (placement.isEmpty()) {
      return Optional.of(tenant + " is not in the catalog: no move of it is known");
    }
    if (cell.equals(placement)) {
      return Optional.of(
          "%s serves %s: the placement names it; only a cell that the tenant has left may be purged"
              .formatted(cell.get(), tenant));
    }
    Optional<String> open =
        jdbc.sql("SELECT move FROM _system.leases WHERE tenant = :tenant AND NOT over")
            .param("tenant", tenant)
            .query(String.class)
            .optional();
    if (open.isPresent()) {
      return Optional.of(
          "move %s of %s is open; let it end, or rehome rollback %s"
              .formatted(open.get(), tenant, tenant));
    }
    if (left(cell).isEmpty()) {
      return Optional.of(
          "no done move of %s has left %s, where %s serves; there is nothing to purge"
              .formatted(tenant, cell.orElse("a cell"), placement.get()));
    }
    return Optional.empty();
  }

  private List<Departure> left(Optional<String> cell) {
    return departures.stream()
        .filter(departure -> !departure.cell().equals(placement.orElse("")))
        .filter(departure -> cell.isEmpty() || cell.get().equals(departure.cell()))
        .toList();
  }

  /** The cells that it has left, and that are not purged. */
  List<Departure> unpurged(Optional<String> cell) {
    return left(cell).stream().filter(departure -> departure.purged().isEmpty()).toList();
  }

  /** What is to be purged next: an open purge first. */
  Optional<Departure> next(Optional<String> cell, Optional<PurgeRow> open) {
    List<Departure> unpurged = unpurged(cell);
    return departures.stream()
        .filter(d -> open.isPresent() && d.move().equals(open.get().move()))
        .findFirst()
        .or(() -> unpurged.stream().findFirst());
  }

  /** What speaks against purging this one. */
  Optional<String> ofDeparture(
      Departure departure, Optional<String> cell, Optional<PurgeRow> open) {
    if (departure.cell().equals(placement.orElse(""))) {
      return Optional.of("%s serves %s".formatted(departure.cell(), tenant));
    }
    if (open.isPresent() && cell.isPresent() && !cell.get().equals(open.get().cell())) {
      return Optional.of(
          "%s is unfinished; rehome purge %s goes on with it".formatted(open.get(), tenant));
    }
    if (departure.inQuestion().isPresent()) {
      return Optional.of(
          "move %s, which left %s, needs a hand: %s"
              .formatted(departure.move(), departure.cell(), departure.inQuestion().get()));
    }
    List<String> unproven = Departures.unproven(jdbc, departure.move());
    return unproven.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "move %s, which left %s, is not verified, it lacks: %s"
                .formatted(departure.move(), departure.cell(), String.join("; ", unproven)));
  }
}
