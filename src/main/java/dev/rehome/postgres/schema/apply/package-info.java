/** Makes the target's schema, chunk by chunk. */
package dev.rehome.postgres.schema.apply;
