package dev.rehome.bench.pause;

/** What a figure is called. */
final class Wording {
  private Wording() {}

  static String of(Shape shape, boolean delayed, String what) {
    return "%s%s: %s".formatted(shape, delayed ? ", link" : "", what);
  }
}
