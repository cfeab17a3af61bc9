package dev.rehome.store;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a move would have to do of one component. Never exact: the tenant works on.
 *
 * @param count in the component's unit
 * @param all whether all were counted, or there was no time for more
 * @param chunks of what is counted; those of a schema are not among them
 * @param pause how long writes would be refused for it
 * @param basis what the pause was foretold from, for people; may be empty
 * @param facts that are the component's own, by name, sorted, for programs: numbers and texts
 * @param words that are the component's own, for people, e.g. {@code 12 tables}
 */
public record Estimate(
    long count,
    boolean all,
    long bytes,
    long chunks,
    Duration pause,
    String basis,
    Map<String, Object> facts,
    List<String> words) {
  public static final Estimate NONE = new Estimate(0, true, 0, 0, Duration.ZERO, "");

  public Estimate {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    words = List.copyOf(words);
  }

  /** One of a component that has nothing of its own to say. */
  public Estimate(long count, boolean all, long bytes, long chunks, Duration pause, String basis) {
    this(count, all, bytes, chunks, pause, basis, Map.of(), List.of());
  }

  /** The same with what is the component's own. */
  public Estimate telling(Map<String, Object> ownFacts, List<String> ownWords) {
    return new Estimate(count, all, bytes, chunks, pause, basis, ownFacts, ownWords);
  }
}
