/** The copy of rows: cut into chunks, each from the snapshot into the ledger's transaction. */
package dev.rehome.postgres.copy;
