package dev.rehome.model;

/** An operator asked for the move to be undone. */
public final class RollbackWished extends MoveFailed {
  private static final long serialVersionUID = 1;

  public RollbackWished(String message) {
    super(message);
  }
}
