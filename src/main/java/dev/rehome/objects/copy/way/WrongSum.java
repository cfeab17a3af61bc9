package dev.rehome.objects.copy.way;

/** A store has refused a content whose MD5 is another one than was said. */
final class WrongSum extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongSum(Throwable cause) {
    super(cause);
  }
}
