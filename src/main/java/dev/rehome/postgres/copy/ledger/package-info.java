/** The target's own book of a move: epochs and receipts. */
package dev.rehome.postgres.copy.ledger;
