/** How one object comes from bucket to bucket: within the store, streamed, in parts. */
package dev.rehome.objects.copy.way;
