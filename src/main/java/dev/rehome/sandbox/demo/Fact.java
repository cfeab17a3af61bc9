package dev.rehome.sandbox.demo;

/**
 * Something the demo claims, and whether it is so.
 *
 * @param seen what was found, in both cases
 */
record Fact(String claim, boolean holds, String seen) {}
