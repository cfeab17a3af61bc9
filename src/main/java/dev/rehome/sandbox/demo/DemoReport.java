package dev.rehome.sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a demo has found out.
 *
 * @param pauseOfWriters the longest time in which acme's writers had nothing acknowledged
 * @param pauseOfJournal from the fence to RESUME's end
 * @param objects what each tenant had before the move
 */
record DemoReport(
    Moved.Story story,
    Duration pauseOfWriters,
    Duration pauseOfJournal,
    List<Question> questions,
    Map<String, ObjectClaims.Counts> objects,
    List<Fact> facts) {

  boolean passed() {
    return !facts.isEmpty() && facts.stream().allMatch(Fact::holds);
  }

  /** One line: {@code PASSED}, or {@code FAILED} and what did. */
  String verdict(Duration took) {
    if (passed()) {
      return "PASSED: all %d claims hold; %s".formatted(facts.size(), Screen.seconds(took));
    }
    List<String> failed =
        facts.stream()
            .filter(fact -> !fact.holds())
            .map(fact -> fact.claim() + " (" + fact.seen() + ")")
            .toList();
    return "FAILED: " + (failed.isEmpty() ? "nothing was checked" : String.join("; ", failed));
  }

  /** One JSON object; durations in milliseconds. */
  String json(Duration took) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("outcome", passed() ? "PASSED" : "FAILED");
    all.put("took_ms", took.toMillis());
    all.put("move", story.move().move());
    all.put("status", story.move().status());
    all.put("rows", story.progress().counts().get("rows"));
    all.put("bytes", story.progress().bytes());
    all.put(
        "phases",
        story.phases().stream()
            .map(phase -> Map.of("phase", phase.phase(), "took_ms", phase.took().toMillis()))
            .toList());
    all.put("checks", story.checks());
    all.put("pause_of_writers_ms", pauseOfWriters.toMillis());
    all.put("pause_of_journal_ms", pauseOfJournal.toMillis());
    all.put("lock_waits", story.lockWaits().waits());
    all.put("lock_wait_longest_ms", story.lockWaits().longest().toMillis());
    all.put("questions", questions);
    all.put("objects", objects);
    all.put("claims", facts);
    return text(all);
  }

  /** One JSON object for a demo that ended by an error. */
  static String json(Exception e) {
    return text(Map.of("outcome", "FAILED", "message", Reason.of(e)));
  }

  private static String text(Map<String, Object> all) {
    try {
      return new ObjectMapper().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report has no JSON", e);
    }
  }
}
