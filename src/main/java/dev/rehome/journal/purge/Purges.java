package dev.rehome.journal.purge;

import dev.rehome.journal.ComponentTables;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.model.Move;
import dev.rehome.store.Leftover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The right to purge what a tenant left at a cell, and how far that is. Taking it takes the
 * tenant's next epoch; a move of the tenant that is claimed meanwhile takes a newer one, and ends
 * it. Thread safe.
 */
public final class Purges {
  private final ControlStore control;
  private final String owner;
  private final ComponentTables tables;

  /**
   * @param owner names this process for operators, e.g. {@code host/pid}
   * @param tables of components, without the schema: emptied of a move whose source is purged
   */
  public Purges(ControlStore control, String owner, List<String> tables) {
    this.control = control;
    this.owner = owner;
    this.tables = new ComponentTables(tables);
  }

  /**
   * Takes the purge of the next cell that the tenant has left and that is not purged: an open one
   * is gone on with, once its worker's lease has run out.
   *
   * @param cell the one to be purged; empty for any
   */
  public PurgeClaim claim(String tenant, Optional<String> cell, Duration lease) {
    return control.transaction(
        jdbc -> {
          Submissions.oneByOne(jdbc, tenant);
          Optional<PurgeRow> open = PurgeRows.open(jdbc, tenant);
          if (open.filter(PurgeRow::live).isPresent()) {
            return new PurgeClaim.Busy(open.get());
          }
          PurgeClaim claim = new PurgeTerms(jdbc, tenant).claim(owner, cell, open, lease);
          if (claim instanceof PurgeClaim.Refused refused) {
            PurgeRows.audit(jdbc, owner, null, tenant, "refusal", refused.why());
          }
          return claim;
        });
  }

  /**
   * What there is to be purged, at the tenant's epoch of now.
   *
   * @param refusal why no purge would begin
   */
  public record Prospect(Optional<String> refusal, List<Leftover> leftovers) {}

  /** Looks, and claims nothing. */
  public Prospect prospect(String tenant, Optional<String> cell) {
    return control.transaction(jdbc -> new PurgeTerms(jdbc, tenant).prospect(cell));
  }

  /**
   * From now on rows may be gone: moves into the cell are refused until the purge is done.
   *
   * @param rows how many things are still there
   * @param found the same in words, by their kinds
   */
  public void begin(PurgeClaim.Held held, long rows, String found) {
    control.transaction(
        jdbc -> {
          PurgeRows.require(jdbc, held);
          return jdbc.sql(
                  """
                  UPDATE _system.purges SET state = 'deleting', message = '',
                    rows_found = CASE state WHEN 'checking' THEN :rows ELSE rows_found END,
                    found = CASE state WHEN 'checking' THEN :found ELSE found END,
                    rows_deleted = CASE state WHEN 'checking' THEN 0 ELSE greatest(0, rows_found - :rows) END,
                    changed_at = clock_timestamp() WHERE id = :purge
                  """)
              .param("rows", rows)
              .param("found", found)
              .param("purge", held.purge())
              .update();
        });
  }

  /** Extends the lease to {@code lease} from now; {@code StaleLease} when another has it. */
  public void renew(PurgeClaim.Held held, Duration lease) {
    control.transaction(
        jdbc -> {
          PurgeRows.require(jdbc, held);
          return jdbc.sql(
                  """
                  UPDATE _system.purges SET until = clock_timestamp() + make_interval(secs => :seconds)
                  WHERE id = :purge
                  """)
              .param("seconds", lease.toMillis() / 1000.0)
              .param("purge", held.purge())
              .update();
        });
  }

  /**
   * The same for the purge of a move's source, by the move at the purge's epoch: for a store that
   * knows no epochs, directly before it deletes.
   */
  public void renew(Move move, Duration lease) {
    control.transaction(
        jdbc -> {
          PurgeRows.renew(jdbc, move, lease);
          return move;
        });
  }

  /** Counts a batch that is deleted. */
  public void deleted(PurgeClaim.Held held, long rows) {
    control.transaction(
        jdbc -> {
          PurgeRows.require(jdbc, held);
          return jdbc.sql(
                  """
                  UPDATE _system.purges SET rows_deleted = least(rows_found, rows_deleted + :rows),
                    changed_at = clock_timestamp() WHERE id = :purge
                  """)
              .param("rows", rows)
              .param("purge", held.purge())
              .update();
        });
  }

  /** Nothing of the tenant is left at the cell. Returns the row as it will stay. */
  public PurgeRow done(PurgeClaim.Held held) {
    return control.transaction(
        jdbc -> {
          PurgeRows.require(jdbc, held);
          PurgeRows.end(jdbc, held, "done", "");
          PurgeRow row = PurgeRows.row(jdbc, held.purge());
          tables.forget(jdbc, row.move());
          PurgeRows.audit(
              jdbc, owner, row.move(), row.tenant(), "success", row + " is done, " + row.found());
          return row;
        });
  }

  /**
   * It may not go on, for this reason. One that had deleted nothing is over; one that had stays
   * open, for the next try.
   */
  public void refuse(PurgeClaim.Held held, String why) {
    control.transaction(
        jdbc -> {
          PurgeRows.require(jdbc, held);
          String state = PurgeRows.row(jdbc, held.purge()).state();
          PurgeRows.end(jdbc, held, state.equals("checking") ? "refused" : state, why);
          Move move = held.leftover().move();
          PurgeRows.audit(jdbc, owner, move.id(), move.tenant().name(), "refusal", why);
          return state;
        });
  }

  /** Lets go of it for whoever comes next, and says why; harmless if stale. */
  public void leave(PurgeClaim.Held held, String why) {
    control.transaction(
        jdbc -> {
          int left =
              jdbc.sql(
                      """
                      UPDATE _system.purges SET until = '-infinity', owner = NULL, message = :why
                      WHERE id = :purge AND epoch = :epoch AND state IN ('checking', 'deleting')
                      """)
                  .param("why", why)
                  .param("purge", held.purge())
                  .param("epoch", held.leftover().move().epoch())
                  .update();
          Move move = held.leftover().move();
          PurgeRows.audit(jdbc, owner, move.id(), move.tenant().name(), "failure", why);
          return left;
        });
  }

  /** The purges, newest first, of one tenant or of all; at most {@code most}. */
  public List<PurgeRow> rows(Optional<String> tenant, int most) {
    return control.call(jdbc -> PurgeRows.newest(jdbc, tenant, most));
  }
}
