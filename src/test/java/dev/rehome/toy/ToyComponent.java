package dev.rehome.toy;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import dev.rehome.model.Verdict;
import dev.rehome.store.Component;
import dev.rehome.store.Estimate;
import dev.rehome.store.Estimator;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import dev.rehome.store.HandOver;
import dev.rehome.store.Host;
import dev.rehome.store.Plan;
import dev.rehome.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chunk is a thing; two checks prove them. */
final class ToyComponent implements Component, Store, Fence, HandOver {
  private final Host host;

  ToyComponent(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "toy";
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

  private Optional<Shelf> shelf(String cell) {
    return host.settings()
        .cell(cell)
        .flatMap(found -> found.part(ToyCell.class))
        .map(toy -> Shelf.at(toy.shelf()));
  }

  private Map<String, String> there(String cell, Move move) {
    return shelf(cell).orElseThrow().things(move.tenant().name());
  }

  @Override
  public Estimator estimator() {
    return move -> {
      int things = there(move.source(), move).size();
      return new Estimate(things, true, 10L * things, things, Duration.ofSeconds(1), "by looking")
          .telling(Map.of("shelves", 1), List.of("1 shelf"));
    };
  }

  @Override
  public List<Finding> problems(Move move) {
    if (shelf(move.target()).isEmpty()) {
      return List.of(
          Finding.blocking(
              "toy", move.target(), "has no shelf", "set rehome.cell.CELL.toy.shelf there"));
    }
    return there(move.target(), move).isEmpty()
        ? List.of()
        : List.of(Finding.blocking("toy", move.target(), "has things", "take them away"));
  }

  @Override
  public Plan plan(Move move) {
    List<Chunk> chunks = new ArrayList<>();
    for (String thing : there(move.source(), move).keySet()) {
      chunks.add(new Chunk(move.id(), "toy", thing, 0, Map.of("thing", thing)));
    }
    return new Plan(
        chunks,
        List.of(
            new PlannedCheck("toy", "things", "shelf"), new PlannedCheck("toy", "digest", "shelf")),
        "thing " + chunks.size());
  }

  @Override
  public Receipt copy(Move move, Chunk chunk) {
    host.lease().obey(move);
    String thing = chunk.spec().get("thing");
    String value = there(move.source(), move).get(thing);
    String arrives = thing.equals(ToyKind.CURSED) ? value + "?" : value;
    shelf(move.target()).orElseThrow().put(move.tenant().name(), thing, arrives);
    return new Receipt(move.id(), "toy", chunk.id(), 1, 10, "00");
  }

  @Override
  public List<Verdict> check(Move move, List<PlannedCheck> batch) {
    return batch.stream().map(check -> verdict(move, check)).toList();
  }

  private Verdict verdict(Move move, PlannedCheck check) {
    Map<String, String> source = there(move.source(), move);
    Map<String, String> target = there(move.target(), move);
    boolean count = check.name().equals("things");
    return new Verdict(
        check,
        count ? source.size() == target.size() : source.equals(target),
        count ? source.size() + "" : source.hashCode() + "",
        count ? target.size() + "" : target.hashCode() + "");
  }

  @Override
  public void discard(Move move) {
    Shelf target = shelf(move.target()).orElseThrow();
    target
        .things(move.tenant().name())
        .keySet()
        .forEach(t -> target.remove(/* tenant= */ move.tenant().name(), /* name= */ t));
  }

  @Override
  public Fenced close(Move move, Duration drainTimeout) {
    shelf(move.source()).orElseThrow().shut(move);
    return new Fenced(host.clock().instant(), "last thing");
  }

  @Override
  public boolean renew(Move move, Duration lease) {
    return shelf(move.source()).orElseThrow().isShut(move);
  }

  @Override
  public boolean seal(Move move) {
    return shelf(move.source()).orElseThrow().isShut(move);
  }

  @Override
  public boolean lift(Move move) {
    shelf(move.source()).orElseThrow().open(move);
    return true;
  }

  @Override
  public boolean open(Move move) {
    shelf(move.target()).orElseThrow().open(move);
    return true;
  }

  @Override
  public void leave(Move move) {
    shelf(move.source()).orElseThrow().shut(move);
  }
}
