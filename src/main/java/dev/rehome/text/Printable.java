package dev.rehome.text;

import java.util.regex.Pattern;

/**
 * A text as a terminal may see it: names of tenants, keys and roles are written by others, and what
 * steers a terminal or turns its writing around is shown by its number instead.
 */
public final class Printable {
  /** Controls but tab and line feed, and what changes the direction of writing. */
  private static final Pattern STEERING =
      Pattern.compile(
          "[\\p{Cntrl}\\x{80}-\\x{9f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}&&[^\\t\\n]]");

  private Printable() {}

  /** The same twice; also JSON stays the same value. */
  public static String of(String text) {
    return STEERING
        .matcher(text)
        .replaceAll(one -> "\\\\u%04x".formatted((int) one.group().charAt(0)));
  }
}
