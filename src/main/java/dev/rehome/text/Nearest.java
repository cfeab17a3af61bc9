package dev.rehome.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody most likely meant by a name that is not known. */
public final class Nearest {
  private Nearest() {}

  /** The known name with the fewest edits, if at most a third of the letters differ. */
  public static Optional<String> to(String name, Collection<String> known) {
    LevenshteinDistance distance =
        new LevenshteinDistance(Math.max(2, Math.min(name.length(), 200) / 3));
    if (name.length() > 200) {
      return Optional.empty();
    }
    return known.stream()
        .map(candidate -> new Rated(candidate, distance.apply(name, candidate)))
        .filter(rated -> rated.edits >= 0)
        .min(Comparator.comparingInt(Rated::edits).thenComparing(Rated::candidate))
        .map(Rated::candidate);
  }

  /** {@code ; did you mean NAME?}, or nothing. */
  public static String hint(String name, Collection<String> known) {
    return to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private record Rated(String candidate, int edits) {}
}
