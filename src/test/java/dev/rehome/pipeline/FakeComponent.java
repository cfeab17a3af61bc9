package dev.rehome.pipeline;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import dev.rehome.model.Verdict;
import dev.rehome.store.Component;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import dev.rehome.store.HandOver;
import dev.rehome.store.Identity;
import dev.rehome.store.Plan;
import dev.rehome.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A store in memory, for tests of the routes alone; no test of a promise uses it. */
final class FakeComponent implements Component, Store, Fence, HandOver {
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final Map<String, AtomicInteger> faults = new ConcurrentHashMap<>();
  final Set<String> copied = Collections.synchronizedSet(new TreeSet<>());
  volatile int chunks = 10;
  volatile boolean equal = true;
  volatile boolean observed;
  volatile Consumer<String> whileCopying = chunk -> {};
  volatile Runnable onRelease = () -> {};
  volatile Runnable whileClosing = () -> {};
  volatile boolean unbroken = true;
  volatile boolean sourceDead;

  /** Which server is under each side. */
  final Map<String, String> servers =
      new ConcurrentHashMap<>(Map.of("source", "7001/00000001/app", "target", "7002/00000001/app"));

  volatile Runnable whenSealed = () -> {};
  volatile String chunkThatFails = "";
  final AtomicInteger renewed = new AtomicInteger();

  /** Runs while a chunk is copied. */
  volatile Consumer<Chunk> copying = chunk -> {};

  volatile List<Finding> findings = List.of();
  private final String name;

  FakeComponent() {
    this("postgres");
  }

  FakeComponent(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Store store() {
    return this;
  }

  @Override
  public Fence fence() {
    return this;
  }

  @Override
  public HandOver handOver() {
    return this;
  }

  @Override
  public Identity identity() {
    return move -> Map.copyOf(servers);
  }

  @Override
  public boolean observed(Move move) {
    return observed;
  }

  @Override
  public Set<String> lastChecks() {
    return Set.of("schema");
  }

  @Override
  public void release(Move move) {
    onRelease.run();
  }

  @Override
  public void finish(Move move) {
    calls.add("finish");
  }

  private void answer() {
    if (sourceDead) {
      throw new PassingFault("connection refused", null);
    }
  }

  @Override
  public List<Finding> problems(Move move) {
    calls.add("problems");
    return findings;
  }

  @Override
  public Plan plan(Move move) {
    calls.add("plan");
    List<Chunk> planned = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      planned.add(new Chunk(move.id(), name, "rows/" + i, i < 1 ? 0 : 1, Map.of("n", "" + i)));
    }
    return new Plan(planned, List.of(new PlannedCheck(name, "digest", "public.t")), "0/1");
  }

  @Override
  public Receipt copy(Move move, Chunk chunk) {
    whileCopying.accept(chunk.id());
    if (chunk.id().equals(chunkThatFails)) {
      throw new dev.rehome.model.MoveFailed("chunk " + chunk.id() + " cannot be copied");
    }
    AtomicInteger faulty = faults.get(chunk.id());
    if (faulty != null && faulty.decrementAndGet() >= 0) {
      throw new PassingFault("cut", null);
    }
    copying.accept(chunk);
    copied.add(chunk.id());
    return new Receipt(move.id(), name, chunk.id(), 1, 10, "00");
  }

  @Override
  public List<Verdict> check(Move move, List<PlannedCheck> batch) {
    return batch.stream().map(check -> new Verdict(check, equal, "a", equal ? "a" : "b")).toList();
  }

  @Override
  public void discard(Move move) {
    calls.add("discard");
  }

  @Override
  public Fenced close(Move move, Duration drainTimeout) {
    calls.add("close");
    whileClosing.run();
    return Fenced.atLsn(Instant.now(), "0/1");
  }

  @Override
  public boolean renew(Move move, Duration lease) {
    renewed.incrementAndGet();
    return unbroken;
  }

  @Override
  public boolean seal(Move move) {
    answer();
    calls.add("seal");
    whenSealed.run();
    return true;
  }

  @Override
  public boolean lift(Move move) {
    calls.add("lift");
    return true;
  }

  @Override
  public boolean open(Move move) {
    calls.add("open");
    return true;
  }

  @Override
  public void leave(Move move) {
    answer();
    calls.add("leave");
  }
}
