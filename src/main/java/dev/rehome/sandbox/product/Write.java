package dev.rehome.sandbox.product;

import java.time.Instant;
import java.util.Optional;

/**
 * A transaction of a writer whose commit was acknowledged, or whose fate it never learned.
 *
 * @param placed the number of the order that it placed, with its lines and payment
 * @param deleted the number of an older order of the same writer that it deleted
 * @param writer the address of the writer's own user
 * @param writes what it set the user's count of writes to
 * @param url where it was written
 * @param begun before its first statement
 * @param at when the acknowledgement, or the error, had arrived
 */
public record Write(
    String placed,
    Optional<String> deleted,
    String writer,
    long writes,
    String url,
    Instant begun,
    Instant at) {}
