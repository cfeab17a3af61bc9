package dev.rehome.store;

/**
 * Settings of a cell that a store's own catalog proposes, to be looked at by people.
 *
 * @param setting the key whose value is the file
 * @param lines how many of them hold, the others being comments
 * @param text of the file
 */
public record Proposal(String setting, int lines, String text) {}
