package dev.rehome.store;

import java.time.Instant;

/**
 * What closing a fence brought.
 *
 * @param since when the first write could have been refused, by the source's clock
 * @param position the source's write position (for PostgreSQL a WAL position, e.g. {@code
 *     0/16B3748}) after the last in-flight write
 */
public record Fenced(Instant since, String position) {}
