/** Lists the tenant's objects into the book, and cuts it into chunks. */
package dev.rehome.objects.copy.list;
