/** The one door for changing a move's state, and what it refuses. */
package dev.rehome.journal.door;
