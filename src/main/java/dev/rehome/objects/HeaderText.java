package dev.rehome.objects;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the head of a request can carry of an object's own. */
public final class HeaderText {
  private static final String HOW_IT_WAS_SENT = "aws-chunked";

  private HeaderText() {}

  /** Whether it arrives as it was sent: it is all ASCII. Null is nothing, and is carried. */
  public static boolean carries(String text) {
    return text == null || text.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
  }

  /**
   * A Content-Encoding without the one that says how a request was sent, which some stores keep;
   * null when nothing is left.
   */
  public static String encoding(String header) {
    if (header == null) {
      return null;
    }
    String left =
        Arrays.stream(header.split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty() && !one.equalsIgnoreCase(HOW_IT_WAS_SENT))
            .collect(Collectors.joining(", "));
    return left.isEmpty() ? null : left;
  }
}
