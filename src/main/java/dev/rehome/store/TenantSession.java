package dev.rehome.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A database session that is known to be a tenant's.
 *
 * @param state as the database says, e.g. {@code active} or {@code idle in transaction}
 * @param since when the state began
 */
public record TenantSession(
    String tenantId, int pid, String application, String state, Optional<Instant> since) {}
