package dev.rehome.inbox;

import java.util.Optional;

/** The rule for the names that a job makes up: of tenants, and its own id. */
final class JobNames {
  static final int LENGTH_MAX = 200;

  static final String RULE =
      "must be 1 to " + LENGTH_MAX + " characters, no control characters, no blanks around";

  private JobNames() {}

  /** What is wrong with the name, if anything. */
  static Optional<String> wrong(String name) {
    boolean fine =
        !name.isEmpty()
            && name.codePointCount(0, name.length()) <= LENGTH_MAX
            && name.codePoints().noneMatch(Character::isISOControl)
            && !isBlank(name.codePointAt(0))
            && !isBlank(name.codePointBefore(name.length()));
    return fine ? Optional.empty() : Optional.of(RULE);
  }

  private static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }
}
