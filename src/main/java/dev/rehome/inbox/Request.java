package dev.rehome.inbox;

import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import java.util.Optional;

/**
 * A job whose id may still be missing.
 *
 * @param id as written, or made from what is written
 */
record Request(Optional<String> id, Tenant tenant, String from, String to, Options options) {}
