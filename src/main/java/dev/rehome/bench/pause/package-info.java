/** How long a tenant's writers wait for a move, also over a link with a delay. */
package dev.rehome.bench.pause;
