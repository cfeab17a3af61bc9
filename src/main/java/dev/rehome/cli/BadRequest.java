package dev.rehome.cli;

/** What was asked for cannot be: the message says what would be right. Exit status 2. */
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadRequest(String message) {
    super(message);
  }
}
