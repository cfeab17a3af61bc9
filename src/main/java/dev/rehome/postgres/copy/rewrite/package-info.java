/** References to the tenant's objects, rewritten by SQL. */
package dev.rehome.postgres.copy.rewrite;
