/** What comes after the rows: sequences, a first insert, statistics. */
package dev.rehome.postgres.copy.finish;
