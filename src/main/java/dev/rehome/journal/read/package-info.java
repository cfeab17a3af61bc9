/** What people ask the control store. */
package dev.rehome.journal.read;
