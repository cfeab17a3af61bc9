package dev.rehome.model;

/** What a failure says, for people: never {@code null}. */
public final class Reason {
  private Reason() {}

  /** Its message, else that of what caused it, else what kind of failure it is. */
  public static String of(Throwable failure) {
    for (Throwable now = failure; now != null; now = now.getCause()) {
      String message = now.getMessage();
      if (message != null && !message.isBlank() && !message.equals("null")) {
        return message;
      }
    }
    return "an unexpected failure (" + failure.getClass().getSimpleName() + ")";
  }
}
