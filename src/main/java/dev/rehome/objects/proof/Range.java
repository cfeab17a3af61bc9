package dev.rehome.objects.proof;

import dev.rehome.model.MoveFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some objects of a list, by number, both inclusive.
 *
 * @param first from 1
 */
record Range(long first, long last) {
  /** So many objects at most: they are held in memory. */
  static final int OBJECTS_MOST = 1000;

  private static final Pattern SUBJECT = Pattern.compile("objects ([0-9]{1,18})-([0-9]{1,18})");

  /** All objects of a list that has so many. */
  static List<Range> all(long objects) {
    List<Range> all = new ArrayList<>();
    for (long first = 1; first <= objects; first += OBJECTS_MOST) {
      all.add(new Range(first, Math.min(objects, first + OBJECTS_MOST - 1)));
    }
    return all;
  }

  static Range of(String subject) {
    Matcher matcher = SUBJECT.matcher(subject);
    if (!matcher.matches()) {
      throw new MoveFailed("a check of contents has no subject " + subject);
    }
    return new Range(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  String subject() {
    return "objects " + first + "-" + last;
  }

  long count() {
    return last - first + 1;
  }
}
