/** SQL as text and as an answer: quoting, splitting, rows, and which errors may pass. */
package dev.rehome.postgres.sql;
