package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectFaults;
import dev.rehome.objects.policy.BucketPolicy;
import dev.rehome.objects.policy.OwnStatement;
import dev.rehome.objects.policy.PolicyText;
import dev.rehome.objects.policy.WriteProbe;
import dev.rehome.objects.settings.ObjectsCell.Fence;
import dev.rehome.store.Turns;
import dev.rehome.store.Turns.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What would keep a bucket's policy from fencing the tenant, or from letting it in again. */
final class PolicyProblems {
  private static final Duration LONGEST_TURN = Duration.ofSeconds(12);

  /** What S3 takes for no policy. */
  private static final PolicyText MALFORMED =
      new PolicyText("{\"Version\":\"2012-10-17\",\"Statement\":[]}");

  private final BucketSide side;
  private final BucketPolicy policy;
  private final Move move;
  private final Turns turns;
  private final boolean fences;

  private PolicyProblems(BucketSide side, Move move, Turns turns, boolean fences) {
    this.side = side;
    this.policy = new BucketPolicy(side);
    this.move = move;
    this.turns = turns;
    this.fences = fences;
  }

  /** None of a source that is only observed. */
  static List<Finding> ofSource(BucketSide source, Move move, Turns turns) {
    return source.settings().fence() == Fence.BUCKET_POLICY
        ? new PolicyProblems(source, move, turns, true).find()
        : List.of();
  }

  /** None of a target that does not refuse the tenant since it moved away. */
  static List<Finding> ofTarget(BucketSide target, Move move, Turns turns) {
    return new PolicyProblems(target, move, turns, false).shut();
  }

  private List<Finding> shut() {
    try {
      return OwnStatement.left(policy.readIfShown(), side).isEmpty()
          ? List.of()
          : unwritable().stream().toList();
    } catch (MoveFailed e) {
      return List.of(refused(e));
    }
  }

  private List<Finding> find() {
    List<Finding> findings = new ArrayList<>();
    if (side.prefix().matches(".*[*?$].*")) {
      findings.add(
          blocking(
              "the prefix has *, ? or $, which mean something else in a policy", observedRemedy()));
    }
    PolicyText text;
    try {
      text = policy.read();
    } catch (MoveFailed e) {
      findings.add(refused(e));
      return findings;
    }
    occupied(text).ifPresent(findings::add);
    tooLarge(text).ifPresent(findings::add);
    Optional<Finding> unwritable = unwritable();
    unwritable.ifPresent(findings::add);
    if (unwritable.isEmpty() && new WriteProbe(side).refused()) {
      findings.add(
          blocking(
              "the keys may not write there: whether the fence refuses writes could not be seen",
              "let the keys write (s3:PutObject), which the move does not do, or "
                  + observedRemedy()));
    }
    return findings;
  }

  private Optional<Finding> occupied(PolicyText text) {
    Instant now = policy.clock();
    return OwnStatement.in(text).stream()
        .filter(own -> own.fencesAt(now))
        .findFirst()
        .map(
            own ->
                blocking(
                    "move %s fences the bucket (Sid %s in its policy), one at a time"
                        .formatted(own.move(), own.sid()),
                    "wait for its end; if no control store knows it, take the statement out"));
  }

  private Optional<Finding> tooLarge(PolicyText text) {
    OwnStatement fence = OwnStatement.fence(move, side, Optional.of(Instant.EPOCH));
    int bytes = 0;
    for (String own : List.of(fence.json(), OwnStatement.moved(move, side).json())) {
      bytes = Math.max(bytes, text.with(own).json().getBytes(StandardCharsets.UTF_8).length);
    }
    return bytes <= BucketPolicy.BYTES_MOST
        ? Optional.empty()
        : Optional.of(
            blocking(
                "with the fence the bucket's policy would have %,d bytes, %,d are allowed"
                    .formatted(bytes, BucketPolicy.BYTES_MOST),
                "take statements out (RehomeMoved… of tenants that are no longer written here), or "
                    + observedRemedy()));
  }

  /**
   * The policy as it is, with a digest that is wrong: refused for the one reason or the other. In
   * turn, for a store that does not look at digests writes it.
   */
  private Optional<Finding> unwritable() {
    try (Turn turn = policy.turn(turns, LONGEST_TURN)) {
      PolicyText text = policy.read();
      turn.require();
      boolean written = !policy.refusesDigest(text.isNone() ? MALFORMED : text);
      if (written && text.isNone() && policy.read().same(MALFORMED)) {
        policy.delete();
      }
      return Optional.empty();
    } catch (MoveFailed e) {
      return Answers.status(e) == Answers.BAD_REQUEST ? Optional.empty() : Optional.of(refused(e));
    }
  }

  private Finding refused(MoveFailed e) {
    boolean rights = Answers.status(e) == Answers.FORBIDDEN;
    return blocking(
        ObjectFaults.words(side.cell(), e),
        rights
            ? "let the keys read, write and delete the bucket's policy (s3:GetBucketPolicy,"
                + " s3:PutBucketPolicy, s3:DeleteBucketPolicy)"
                + (fences ? ", or " + observedRemedy() : "")
            : "the store has no bucket policies, or keeps them from these keys"
                + (fences ? ": " + observedRemedy() : ""));
  }

  private String observedRemedy() {
    return "set rehome.cell.%s.objects.fence = observed".formatted(side.cell());
  }

  private Finding blocking(String problem, String remedy) {
    return Finding.blocking(ObjectsProblems.COMPONENT, side.toString(), problem, remedy);
  }
}
