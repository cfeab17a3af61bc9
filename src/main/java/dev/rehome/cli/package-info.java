/** The program's commands: where they begin, and how they fail. */
package dev.rehome.cli;
