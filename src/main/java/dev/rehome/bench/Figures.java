package dev.rehome.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, by name, in the order of the runs. */
public final class Figures {
  private final Map<String, List<Duration>> byName = new LinkedHashMap<>();

  /** How long a part of a run took. */
  public record Figure(String name, Duration took) {}

  public void add(Figure figure) {
    byName.computeIfAbsent(figure.name(), name -> new ArrayList<>()).add(figure.took());
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  public List<Duration> sorted(String name) {
    return byName.getOrDefault(name, List.of()).stream().sorted().toList();
  }

  /** The upper one of an even number. */
  public Duration median(String name) {
    List<Duration> sorted = sorted(name);
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured of " + name);
    }
    return sorted.get(sorted.size() / 2);
  }

  /** How many times as fast {@code one} is as {@code other}, by their medians. */
  double speed(String one, String other) {
    return median(other).toNanos() / (double) median(one).toNanos();
  }

  /** A table in Markdown. */
  public String table() {
    StringBuilder text =
        new StringBuilder("| what | median s | least | most |\n|---|---|---|---|\n");
    for (String name : names()) {
      List<Duration> sorted = sorted(name);
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(
                  name,
                  seconds(median(name)),
                  seconds(sorted.get(0)),
                  seconds(sorted.get(sorted.size() - 1))));
    }
    return text.toString();
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.2f", took.toMillis() / 1000.0);
  }
}
