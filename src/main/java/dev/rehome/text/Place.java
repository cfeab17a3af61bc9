package dev.rehome.text;

import java.util.Comparator;

/** A place in a text; line and column count from 1. */
public record Place(int line, int column) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

  /** Where every text begins. */
  public static final Place START = new Place(1, 1);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
