package dev.rehome.postgres.schema.parity;

import dev.rehome.postgres.schema.parity.Ownership.Right;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.scope.Definition.Subject;
import java.util.List;
import java.util.Optional;

/**
 * The rights of both sides in the target's roles, made comparable.
 *
 * @param sourceMover the mover's role at the source, in the source's name
 * @param maintains whether both servers know MAINTAIN
 */
record HeldByRole(
    TargetRoles roles,
    String targetSchema,
    String sourceMover,
    String targetMover,
    boolean maintains) {
  /** What the target is to have. */
  String source(Subject subject, Ownership there) {
    String owner = roles.named(there.owner());
    List<Right> rights =
        there.rights().stream()
            .filter(right -> right.holder().isEmpty() || roles.has(right.holder()))
            .map(
                right ->
                    new Right(
                        right.holder().isEmpty() ? "" : roles.named(right.holder()),
                        right.what(),
                        right.grantable()))
            .filter(right -> counts(subject, right, movers(there) ? "" : owner))
            .toList();
    return new Ownership(missing(there) || movers(there) ? "" : owner, rights).toString();
  }

  /** What it has; an owner that was to be expected counts as the source's. */
  String target(Subject subject, Ownership here, Ownership there) {
    String wanted =
        Optional.ofNullable(there).map(held -> roles.named(held.owner())).orElse(here.owner());
    boolean nobodys = there != null && movers(there);
    boolean stayed =
        there != null && !nobodys && !here.owner().equals(wanted) && mayDiffer(here, there);
    String owner = stayed ? wanted : here.owner();
    List<Right> rights =
        here.rights().stream()
            .filter(right -> !stayed || !right.holder().equals(here.owner()))
            .filter(right -> counts(subject, right, nobodys ? "" : owner))
            .filter(right -> !owners(subject, right, here.owner()))
            .toList();
    return new Ownership(nobodys || (there != null && missing(there)) ? "" : owner, rights)
        .toString();
  }

  /** What an earlier move made there, whose mover could not give it to its owner. */
  private boolean movers(Ownership there) {
    return there.owner().equals(sourceMover);
  }

  private boolean missing(Ownership there) {
    return !roles.has(there.owner());
  }

  private boolean mayDiffer(Ownership here, Ownership there) {
    return missing(there)
        || (here.owner().equals(targetMover) && !roles.mayOwn(there.owner(), targetSchema));
  }

  /** An identity's sequence is used by way of its table: its owner's own rights never matter. */
  private boolean counts(Subject subject, Right right, String owner) {
    boolean movers =
        right.holder().equals(targetMover) || right.holder().equals(roles.named(sourceMover));
    return (maintains || !right.what().equals("MAINTAIN"))
        && (!movers || right.holder().equals(owner))
        && !owners(subject, right, owner);
  }

  private static boolean owners(Subject subject, Right right, String owner) {
    return subject.name().startsWith("identity ") && right.holder().equals(owner);
  }
}
