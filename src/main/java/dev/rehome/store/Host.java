package dev.rehome.store;

import dev.rehome.settings.Settings;
import dev.rehome.store.objects.ObjectBook;
import java.time.Clock;

/**
 * What the program lends a component.
 *
 * @param turns of those who change what nothing compares, in whatever process
 * @param books the component's own tables in the control store
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
    Gauge gauge,
    Routes routes) {}
