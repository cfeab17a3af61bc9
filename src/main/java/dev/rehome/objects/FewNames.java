package dev.rehome.objects;

import java.util.ArrayList;
import java.util.List;

/**
 * Some objects that are to be told: all are counted, the first are named. Holds a bounded number of
 * bytes. Not thread safe.
 */
public final class FewNames {
  private static final int NAMED_MOST = 5;
  private static final int CHARACTERS_MOST = 100;

  private final List<String> named = new ArrayList<>();
  private long count;

  public void add(String name) {
    count++;
    if (named.size() < NAMED_MOST) {
      named.add(shortened(name));
    }
  }

  /**
   * One more.
   *
   * @param what is the matter with it
   */
  public void add(String name, String what) {
    add(shortened(name) + " (" + what + ")");
  }

  public long count() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether as many are named as ever will be. */
  public boolean isFull() {
    return named.size() == NAMED_MOST;
  }

  /** The names, and how many there are besides. */
  @Override
  public String toString() {
    String more = count > named.size() ? " and %,d more".formatted(count - named.size()) : "";
    return String.join(", ", named) + more;
  }

  /** On one line. */
  private static String shortened(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= CHARACTERS_MOST + 40
        ? line
        : line.substring(0, CHARACTERS_MOST / 2)
            + "…"
            + line.substring(line.length() - CHARACTERS_MOST / 2);
  }
}
