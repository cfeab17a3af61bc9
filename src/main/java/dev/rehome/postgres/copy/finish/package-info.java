/** What comes after the rows: sequences, trial writes, statistics. */
package dev.rehome.postgres.copy.finish;
