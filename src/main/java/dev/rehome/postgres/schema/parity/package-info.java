/** The checks that schema and privileges are the same on both sides. */
package dev.rehome.postgres.schema.parity;
