package dev.rehome.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes checks in their batches and each alone: both ways see the same. */
public final class BothWays {
  private BothWays() {}

  /** The verdicts, in the order of the checks. */
  public static List<Verdict> check(Store store, Move move, List<PlannedCheck> checks) {
    Map<String, List<PlannedCheck>> batches = new LinkedHashMap<>();
    for (PlannedCheck check : checks) {
      if (!check.batch().isEmpty()) {
        batches.computeIfAbsent(check.batch(), key -> new ArrayList<>()).add(check);
      }
    }
    Map<String, Verdict> together = new LinkedHashMap<>();
    for (List<PlannedCheck> batch : batches.values()) {
      store.check(move, batch).forEach(verdict -> together.put(key(verdict.check()), verdict));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (PlannedCheck check : checks) {
      Verdict alone =
          store.check(move, new PlannedCheck(check.component(), check.name(), check.subject()));
      Verdict batched = together.getOrDefault(key(check), alone);
      assertThat(values(batched)).as(key(check)).isEqualTo(values(alone));
      verdicts.add(batched);
    }
    return verdicts;
  }

  private static String key(PlannedCheck check) {
    return check.name() + " " + check.subject();
  }

  private static List<Object> values(Verdict verdict) {
    return List.of(verdict.passed(), verdict.sourceValue(), verdict.targetValue());
  }
}
