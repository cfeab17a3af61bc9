/** What the source's catalog proposes for tables that no rule of the settings reaches. */
package dev.rehome.postgres.discover;
