/** The right to purge, and how far a purge is. */
package dev.rehome.journal.purge;
