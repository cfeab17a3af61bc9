package dev.rehome.settings;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers, and numbers of bytes with a unit: {@code 64MiB}, {@code 64 MiB}, {@code 1024}. */
public final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})\\s*(B|KiB|MiB|GiB|TiB)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

  private Sizes() {}

  /** Empty if it is no number, or above {@code most}. */
  public static Optional<Long> number(String text, long most) {
    return text.matches("[0-9]{1,18}")
        ? Optional.of(Long.parseLong(text)).filter(n -> n <= most)
        : Optional.empty();
  }

  /** Empty if it is no size, or above {@code most}. */
  public static Optional<Long> bytes(String text, long most) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(size.group(1));
    int shift = size.group(2) == null ? 0 : SHIFTS.get(size.group(2));
    return count <= most >> shift ? Optional.of(count << shift) : Optional.empty();
  }
}
