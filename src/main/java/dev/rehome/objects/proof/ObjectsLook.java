package dev.rehome.objects.proof;

import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.store.LastLook;
import java.util.List;

/**
 * The last look at objects: the source is listed again and compared with the list, which is its
 * note. Not when it is sealed: it was listed directly before, and a long list takes its time.
 */
public final class ObjectsLook implements LastLook {
  private final ObjectsProof proof;

  public ObjectsLook(ObjectsProof proof) {
    this.proof = proof;
  }

  @Override
  public String note(Move move) {
    return "";
  }

  @Override
  public String catchUp(Move move) {
    return "";
  }

  @Override
  public List<String> changes(Move move, Moment moment, Proven proven) {
    return switch (moment) {
      case SEALED -> List.of();
      case RESUMING, RESUMED -> changes(move);
    };
  }

  private List<String> changes(Move move) {
    PlannedCheck check = proof.unchanged(move);
    Verdict verdict = proof.check(move, check);
    return verdict.passed()
        ? List.of()
        : List.of(
            "%s objects of %s: %s, %s at the proof"
                .formatted(
                    move.source(), check.subject(), verdict.sourceValue(), verdict.targetValue()));
  }
}
