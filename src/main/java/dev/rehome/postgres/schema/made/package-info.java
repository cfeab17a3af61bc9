/** The record of what a move made in the target's catalog, and the undo by it. */
package dev.rehome.postgres.schema.made;
