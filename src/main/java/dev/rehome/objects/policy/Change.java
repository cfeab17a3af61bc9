package dev.rehome.objects.policy;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What is to be made of a policy as it is.
 *
 * @param next empty: it stays as it is
 * @param seen that it is as it should be
 * @param own what goes in, which is taken out again when it turns out not to be wanted
 * @param answer asked when the policy is as it should be
 */
record Change(
    Optional<PolicyText> next,
    Predicate<PolicyText> seen,
    Optional<OwnStatement> own,
    BooleanSupplier answer) {
  static Change none(boolean answer) {
    return new Change(Optional.empty(), seen -> true, Optional.empty(), () -> answer);
  }

  /** A statement goes in. */
  static Change putting(OwnStatement own, PolicyText next, BooleanSupplier answer) {
    return new Change(Optional.of(next), seen -> isIn(seen, own), Optional.of(own), answer);
  }

  /** Statements go out. */
  static Change taking(PolicyText next, Predicate<PolicyText> gone) {
    return new Change(Optional.of(next), gone, Optional.empty(), () -> true);
  }

  /** The same, seen only by this. */
  Change seenBy(Predicate<PolicyText> stricter) {
    return new Change(next, stricter, own, answer);
  }

  static boolean isIn(PolicyText policy, OwnStatement own) {
    return OwnStatement.in(policy).contains(own);
  }
}
