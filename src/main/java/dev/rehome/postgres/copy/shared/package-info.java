/** Tables of the target that neighbours write to. */
package dev.rehome.postgres.copy.shared;
