/** What pre-flight finds about rights and roles. */
package dev.rehome.postgres.findings.rights;
