package dev.rehome.store;

import dev.rehome.model.Move;
import dev.rehome.settings.Settings;
import dev.rehome.store.objects.ObjectBook;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the program lends a component.
 *
 * @param turns of those who change what nothing compares, in whatever process
 * @param books the component's own tables in the control store
 * @param left what the tenant of a move left at its target, when it went away from there and no
 *     purge has deleted it
 * @param gauge told where long pieces of work are
 * @param objects the lists of objects that moves take along, to which rows may refer
 */
public record Host(
    Settings settings,
    Clock clock,
    Lease lease,
    Turns turns,
    Books books,
    ObjectBook objects,
    Function<Move, Optional<Leftover>> left,
    Gauge gauge,
    Routes routes) {}
