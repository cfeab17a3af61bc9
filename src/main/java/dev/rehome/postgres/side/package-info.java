/**
 * One cell's PostgreSQL as a move sees it: sessions, the schema {@code _rehome}, and receipts'
 * details.
 */
package dev.rehome.postgres.side;
