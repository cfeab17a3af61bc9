/** The source's schema as pg_dump tells it, in the target's names. */
package dev.rehome.postgres.schema.dump;
