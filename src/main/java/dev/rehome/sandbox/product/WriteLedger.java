package dev.rehome.sandbox.product;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What a tenant's writers were told, write by write. Thread safe. */
public final class WriteLedger {
  private final Queue<Write> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Queue<Write> doubtful = new ConcurrentLinkedQueue<>();
  private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();

  void acknowledged(Write write) {
    acknowledged.add(write);
    count.incrementAndGet();
  }

  /** The connection broke during the commit: the write may be there or not. */
  void doubtful(Write write) {
    doubtful.add(write);
  }

  void refused(Refusal refusal) {
    refusals.add(refusal);
  }

  /** In the order of the acknowledgements. */
  public List<Write> acknowledged() {
    return acknowledged.stream().sorted(Comparator.comparing(Write::at)).toList();
  }

  /** How many writes were acknowledged so far. */
  public int count() {
    return count.get();
  }

  /** Writes whose commit nobody answered. */
  public List<Write> doubtful() {
    return List.copyOf(doubtful);
  }

  /** In the order of their arrival; a doubtful write is also here. */
  public List<Refusal> refusals() {
    return refusals.stream().sorted(Comparator.comparing(Refusal::at)).toList();
  }

  /** How many refusals there were of each SQLSTATE. */
  public Map<String, Long> refusalsBySqlState() {
    return refusals.stream()
        .collect(Collectors.groupingBy(Refusal::sqlState, TreeMap::new, Collectors.counting()));
  }

  /** Transactions that began after the moment and were acknowledged at the database. */
  public List<Write> begunAfter(Instant moment, String url) {
    return acknowledged().stream()
        .filter(write -> write.begun().isAfter(moment) && write.url().equals(url))
        .toList();
  }

  /**
   * The longest time without an acknowledged write between two moments: the tenant's write pause.
   * With no write at all it is the whole time.
   */
  public Gap longestGap(Instant from, Instant to) {
    List<Instant> moments = new ArrayList<>(List.of(from));
    acknowledged().stream()
        .map(Write::at)
        .filter(at -> at.isAfter(from) && at.isBefore(to))
        .forEach(moments::add);
    moments.add(to);
    Gap longest = new Gap(from, from);
    for (int i = 1; i < moments.size(); i++) {
      Gap gap = new Gap(moments.get(i - 1), moments.get(i));
      if (gap.length().compareTo(longest.length()) > 0) {
        longest = gap;
      }
    }
    return longest;
  }
}
