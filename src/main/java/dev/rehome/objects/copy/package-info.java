/** Copies the chunks of objects, and takes back what a move wrote. */
package dev.rehome.objects.copy;
