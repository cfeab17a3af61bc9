package dev.rehome.cli.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.journal.read.Moved;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** How things are written for people and for programs. */
public final class Texts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Texts() {}

  /** One line of JSON; of maps, lists, texts, numbers and truths. */
  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not to be written as JSON: " + value.getClass(), e);
    }
  }

  /** Line breaks become {@code ; } so that what is a line stays one. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** The first line; of an empty text an empty one. */
  public static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  /** {@code 4.2 s}, {@code 3 min 07 s}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
        : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
  }

  /** {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 12.3 MiB}. */
  static String bytes(double bytes) {
    double rest = bytes;
    int unit = 0;
    while (rest >= 1024 && unit < UNITS.length - 1) {
      rest /= 1024;
      unit++;
    }
    return unit == 0
        ? String.format(Locale.ROOT, "%.0f B", rest)
        : String.format(Locale.ROOT, "%.1f %s", rest, UNITS[unit]);
  }

  /** {@code 12 rows, 3 objects, 1.2 MiB}; what a copy has none of is left out. */
  static String copied(Moved.Progress copy) {
    boolean none = copy.copied().stream().allMatch(of -> of.count() == 0);
    return copy.copied().stream()
            .filter(of -> none || of.count() > 0)
            .limit(none ? 1 : Long.MAX_VALUE)
            .map(of -> counted(of.count(), of.unit().one()) + ", ")
            .collect(Collectors.joining())
        + bytes((double) copy.bytes());
  }

  /** {@code 1 finding}, {@code 2 findings}. */
  public static String counted(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }
}
