/** The commands, one file each. */
package dev.rehome.cli.commands;
