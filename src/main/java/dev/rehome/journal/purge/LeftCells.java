package dev.rehome.journal.purge;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Moves;
import dev.rehome.model.Move;
import dev.rehome.store.Leftover;
import java.util.Optional;

/** What tenants left in the cells that they went away from, for a move that comes back to one. */
public final class LeftCells {
  private final ControlStore control;

  public LeftCells(ControlStore control) {
    this.control = control;
  }

  /**
   * What the tenant's last done move away from the move's target left there, at the move's epoch;
   * empty where there is none, where it is purged, and where a purge would be refused because that
   * move needs a hand or was not verified.
   */
  public Optional<Leftover> at(Move move) {
    return control.call(
        jdbc ->
            Departures.of(jdbc, move.tenant().name()).stream()
                .filter(departure -> departure.cell().equals(move.target()))
                .filter(departure -> departure.purged().isEmpty())
                .filter(departure -> departure.inQuestion().isEmpty())
                .filter(departure -> Departures.unproven(jdbc, departure.move()).isEmpty())
                .findFirst()
                .map(departure -> Moves.load(jdbc, departure.move(), move.epoch()))
                .map(
                    left ->
                        new Leftover(left, move.source(), Departures.copied(jdbc, left), false)));
  }
}
