package dev.rehome.model;

/** The rules that records check themselves with; each message gives the rule and the value. */
final class Rules {
  private Rules() {}

  static void notNull(String what, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " must be given, got null");
    }
  }

  static void notBlank(String what, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank, got " + show(value));
    }
  }

  static void atLeast(String what, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
  }

  private static String show(String value) {
    return value == null ? "null" : '"' + value + '"';
  }
}
