/**
 * What pre-flight finds about servers, schemas and names; {@link
 * dev.rehome.postgres.findings.PostgresProblems} is the list of its questions.
 */
package dev.rehome.postgres.findings;
