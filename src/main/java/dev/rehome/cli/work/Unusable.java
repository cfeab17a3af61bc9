package dev.rehome.cli.work;

/** The program cannot start or go on. Exit status 3. */
public final class Unusable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Unusable(String message) {
    super(message);
  }
}
