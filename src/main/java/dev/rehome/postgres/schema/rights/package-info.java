/** Roles, default privileges and settings that travel beside the dump. */
package dev.rehome.postgres.schema.rights;
