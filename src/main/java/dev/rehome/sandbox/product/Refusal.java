package dev.rehome.sandbox.product;

import java.time.Instant;

/**
 * An error that a writer got instead of an acknowledgement.
 *
 * @param sqlState {@code RH001} from the guard, empty if the driver gave none
 * @param at when the error had arrived
 */
public record Refusal(String url, String sqlState, String message, Instant begun, Instant at) {}
