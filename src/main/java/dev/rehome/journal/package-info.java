/**
 * What everything in the control store stands on: its connections, its leases, a move's own rows.
 */
package dev.rehome.journal;
