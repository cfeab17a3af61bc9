package dev.rehome.cli.work;

/** What was asked for cannot be: the message says what would be right. Exit status 2. */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadRequest(String message) {
    super(message);
  }
}
