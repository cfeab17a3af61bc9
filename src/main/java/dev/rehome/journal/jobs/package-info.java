/** Jobs become moves, once for each id. */
package dev.rehome.journal.jobs;
