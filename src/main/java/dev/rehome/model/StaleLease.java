package dev.rehome.model;

/**
 * Another worker has the move. The one that meets this stops, and changes nothing. Never retried.
 */
public final class StaleLease extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StaleLease(String message) {
    super(message);
  }
}
