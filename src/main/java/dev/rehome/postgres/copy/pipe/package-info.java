/** One COPY into another, and who else is told its rows. */
package dev.rehome.postgres.copy.pipe;
