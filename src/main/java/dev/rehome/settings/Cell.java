package dev.rehome.settings;

import java.util.Optional;

/**
 * A named set of stores that serves tenants.
 *
 * @param connectionsMax how many sessions one move may open in each of its databases
 * @param copyBytesPerSecondMax 0 for no bound
 */
public record Cell(
    String name, int connectionsMax, long copyBytesPerSecondMax, Optional<PostgresCell> postgres) {}
