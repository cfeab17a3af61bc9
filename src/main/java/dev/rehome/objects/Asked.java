package dev.rehome.objects;

import dev.rehome.model.MoveFailed;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Questions to which a refusal of the store is an answer too. */
public final class Asked {
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int NOT_IMPLEMENTED = 501;

  private Asked() {}

  /** What the store answers; empty when there is no such object, bucket or setting. */
  public static <T> Optional<T> found(Supplier<T> question) {
    return unless(Set.of(NOT_FOUND), question);
  }

  /** The same; empty too when the store does not know the question: it then has no such thing. */
  public static <T> Optional<T> known(Supplier<T> question) {
    return unless(Set.of(NOT_FOUND, NOT_IMPLEMENTED), question);
  }

  private static <T> Optional<T> unless(Set<Integer> statuses, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (MoveFailed e) {
      if (statuses.contains(ObjectFaults.status(e))) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
