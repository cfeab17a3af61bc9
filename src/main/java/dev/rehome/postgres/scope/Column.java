package dev.rehome.postgres.scope;

/**
 * A column that can be read and written by name.
 *
 * @param type as {@code format_type(atttypid, atttypmod)} spells it with an empty search path
 * @param generated GENERATED ALWAYS AS (…) STORED: proven, not copied
 * @param binary whether binary COPY carries no object ids of this type
 */
public record Column(
    String name, String type, boolean notNull, boolean generated, boolean binary) {}
