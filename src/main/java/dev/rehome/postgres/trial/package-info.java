/** Writes tried on tables of the target and taken back: what no comparison of catalogs can see. */
package dev.rehome.postgres.trial;
