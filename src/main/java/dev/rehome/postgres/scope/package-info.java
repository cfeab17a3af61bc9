/** Which tables and rows of a cell are the tenant's, and how they are reached. */
package dev.rehome.postgres.scope;
