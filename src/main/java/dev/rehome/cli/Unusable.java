package dev.rehome.cli;

/** The program cannot start or go on. Exit status 3. */
final class Unusable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unusable(String message) {
    super(message);
  }
}
