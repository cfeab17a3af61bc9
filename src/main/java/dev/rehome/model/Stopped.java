package dev.rehome.model;

/** The process is ending: the move is left, at a chunk's end, to the next start. */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Stopped(String message) {
    super(message);
  }
}
