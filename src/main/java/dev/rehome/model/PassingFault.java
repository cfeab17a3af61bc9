package dev.rehome.model;

/** Something that may go well when it is tried again: a cut connection, a deadlock. Retried. */
public final class PassingFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PassingFault(String message, Throwable cause) {
    super(message, cause);
  }
}
