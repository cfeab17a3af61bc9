package dev.rehome.journal.purge;

import dev.rehome.store.Leftover;

/** What the control store answers to who wants to purge a tenant. */
public sealed interface PurgeClaim {
  /** The caller has it, at {@code leftover.move().epoch()}. */
  record Held(String purge, Leftover leftover) implements PurgeClaim {}

  /** Another process works on it, as its lease says. */
  record Busy(PurgeRow row) implements PurgeClaim {}

  /** Nothing is left to be purged; the last purge, or none if there was nothing to do. */
  record Done(PurgeRow row) implements PurgeClaim {}

  /** It may not be, for this reason; nothing was changed. */
  record Refused(String why) implements PurgeClaim {}
}
