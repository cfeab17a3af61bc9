/** What commands print: lines, bars, tables, the last line. */
package dev.rehome.cli.show;
