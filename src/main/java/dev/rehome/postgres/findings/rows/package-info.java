/** What pre-flight finds about rows, keys and references. */
package dev.rehome.postgres.findings.rows;
