/** How a table is cut, and the spec of a chunk of rows. */
package dev.rehome.postgres.copy.plan;
