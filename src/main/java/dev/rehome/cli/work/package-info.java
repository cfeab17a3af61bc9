/** What commands do together: follow a move, hand in a job, hear signals. */
package dev.rehome.cli.work;
