package dev.rehome.store;

import dev.rehome.model.Move;
import java.time.Duration;

/**
 * The guard of the tenant's writes. Every change compares move and epoch: an older epoch than the
 * one in force throws {@code StaleLease} and changes nothing. Every method may be called again.
 */
public interface Fence {
  /**
   * Puts up at the source what {@link #close} will need and what refuses nobody, whatever becomes
   * of this worker. The second time adds what is missing.
   *
   * @throws dev.rehome.model.MoveFailed when it cannot be put up; what is there is taken away by
   *     {@link #lift}
   */
  default void prepare(Move move) {}

  /**
   * Fences the source and waits, at most {@code drainTimeout} from the announcement, for in-flight
   * writes to end. A write of the tenant that arrives later is refused with SQLSTATE {@code RH001}.
   * What {@link #prepare} has not put up yet is put up before.
   *
   * @return the moment at which the first write could have been refused, with the source's position
   * @throws dev.rehome.model.MoveFailed naming pid, application, user, age and query of what held
   *     the drain up; the fence is then still to be lifted
   */
  Fenced close(Move move, Duration drainTimeout);

  /**
   * Extends the deadline of a closed guard to {@code lease} from now, by the source's clock; also
   * takes a closed guard of an older epoch of the same move over.
   *
   * @return false when the guard is broken, lifted or gone: the move can then only be undone
   */
  boolean renew(Move move, Duration lease);

  /** Takes the deadline off an unbroken guard. Returns false, and changes nothing, otherwise. */
  boolean seal(Move move);

  /**
   * Lets the tenant write at the source again, at once and by one row; then takes away what the
   * fence made, as far as that is possible without waiting long.
   *
   * @return true when nothing of the fence is left; false when {@code lift} is to be called again
   */
  boolean lift(Move move);
}
