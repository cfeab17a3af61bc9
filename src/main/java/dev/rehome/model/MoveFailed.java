package dev.rehome.model;

/** The move cannot go on: it is undone. The message is what the operator reads. Never retried. */
public sealed class MoveFailed extends RuntimeException permits RollbackWished {
  private static final long serialVersionUID = 1;

  public MoveFailed(String message) {
    super(message);
  }

  public MoveFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
