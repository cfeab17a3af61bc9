/** What a move writes down beside its journal, each with its lease. */
package dev.rehome.journal.books;
