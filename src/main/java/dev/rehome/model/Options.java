package dev.rehome.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a job may ask for beyond its two cells.
 *
 * @param drainTimeoutSeconds overrides the setting, seconds, at least 1
 * @param pauseMaxSeconds overrides the setting, seconds, at least 1
 * @param keepSnapshot keep the point-in-time artifact after RESUME
 * @param allowEmpty move a tenant that has no data in any store
 * @param mirrored the target already holds the tenant's data: copy nothing, prove equality, switch
 * @param leaveBehind components that the source has and the target need not have
 * @param acceptObserved components whose source may be observed only, without the application's
 *     drain hook
 * @param rehearsal copy and prove without a fence, then discard; never with {@code mirrored}, which
 *     copies nothing
 */
public record Options(
    OptionalInt drainTimeoutSeconds,
    OptionalInt pauseMaxSeconds,
    boolean keepSnapshot,
    boolean allowEmpty,
    boolean mirrored,
    List<String> leaveBehind,
    List<String> acceptObserved,
    boolean rehearsal) {
  public static final Options NONE =
      new Options(OptionalInt.empty(), OptionalInt.empty(), false, false, false, List.of());

  public Options {
    drainTimeoutSeconds.ifPresent(n -> Rules.atLeast("drain-timeout-seconds", 1, n));
    pauseMaxSeconds.ifPresent(n -> Rules.atLeast("pause-max-seconds", 1, n));
    leaveBehind = List.copyOf(leaveBehind);
    acceptObserved = List.copyOf(acceptObserved);
    if (rehearsal && mirrored) {
      throw new IllegalArgumentException("a rehearsal must not be mirrored, got both");
    }
  }

  /** Those of a move in earnest. */
  public Options(
      OptionalInt drainTimeoutSeconds,
      OptionalInt pauseMaxSeconds,
      boolean keepSnapshot,
      boolean allowEmpty,
      boolean mirrored,
      List<String> leaveBehind) {
    this(
        drainTimeoutSeconds,
        pauseMaxSeconds,
        keepSnapshot,
        allowEmpty,
        mirrored,
        leaveBehind,
        /* acceptObserved= */ List.of(),
        /* rehearsal= */ false);
  }

  /** The same for a rehearsal, which keeps nothing. */
  public Options rehearsed() {
    return new Options(
        drainTimeoutSeconds,
        pauseMaxSeconds,
        /* keepSnapshot= */ false,
        allowEmpty,
        mirrored,
        leaveBehind,
        acceptObserved,
        /* rehearsal= */ true);
  }

  /** The same with consent to components that are observed only. */
  public Options accepting(List<String> observed) {
    return new Options(
        drainTimeoutSeconds,
        pauseMaxSeconds,
        keepSnapshot,
        allowEmpty,
        mirrored,
        leaveBehind,
        observed,
        rehearsal);
  }
}
