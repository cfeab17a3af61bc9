package dev.rehome.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What closing a fence brought.
 *
 * @param since when the first write could have been refused, by the source's clock
 * @param position the source's write position after the last in-flight write, in the store's own
 *     words; empty where it has none
 * @param lsn the same where it is a WAL position of PostgreSQL, e.g. {@code 0/16B3748}
 */
public record Fenced(Instant since, String position, Optional<String> lsn) {
  /** One of a store that has no WAL. */
  public Fenced(Instant since, String position) {
    this(since, position, Optional.empty());
  }

  /** One of a PostgreSQL. */
  public static Fenced atLsn(Instant since, String lsn) {
    return new Fenced(since, lsn, Optional.of(lsn));
  }
}
