package dev.rehome.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Receipt;
import dev.rehome.model.StaleLease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every kind of store does, on real servers; see {@link Store}. */
public abstract class StoreContract {
  private StoreScene scene;

  /** Fresh data on real servers. */
  protected abstract StoreScene scene() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    scene = scene();
  }

  @AfterEach
  final void end() {
    scene.close();
  }

  private List<Chunk> inOrder(Plan plan) {
    return plan.chunks().stream().sorted(Comparator.comparingInt(Chunk::wave)).toList();
  }

  private List<Receipt> copy(List<Chunk> chunks) {
    return chunks.stream().map(chunk -> scene.store().copy(scene.move(), chunk)).toList();
  }

  private Plan copied() {
    Plan plan = scene.store().plan(scene.move());
    copy(inOrder(plan));
    return plan;
  }

  private List<String> failing(Plan plan) {
    return plan.checks().stream()
        .map(check -> scene.store().check(scene.move(), check))
        .filter(verdict -> !verdict.passed())
        .map(verdict -> verdict.check().name() + " " + verdict.check().subject())
        .toList();
  }

  private static Map<String, String> joined(Map<String, String> one, Map<String, String> other) {
    Map<String, String> all = new TreeMap<>(one);
    all.putAll(other);
    return all;
  }

  @Test
  void problemsAndPlanChangeNothing() throws Exception {
    Map<String, String> source = scene.source();
    assertThat(source).isNotEmpty();
    assertThat(scene.store().problems(scene.move())).noneMatch(Finding::blocks);
    scene.store().plan(scene.move());
    assertThat(scene.source()).isEqualTo(source);
    assertThat(scene.target()).isEmpty();
    assertThat(scene.residue()).isEmpty();
  }

  @Test
  void askedAgainThePlanIsTheSame() {
    Plan plan = scene.store().plan(scene.move());
    assertThat(plan.chunks()).isNotEmpty();
    assertThat(plan.checks()).isNotEmpty();
    Plan again = scene.store().plan(scene.move());
    assertThat(again.chunks()).extracting(Chunk::id).isEqualTo(ids(plan));
    assertThat(again.checks()).isEqualTo(plan.checks());
  }

  private static List<String> ids(Plan plan) {
    return plan.chunks().stream().map(Chunk::id).toList();
  }

  @Test
  void theTenantsDataArrivesIsProvenEqualAndNothingElseDoes() throws Exception {
    Map<String, String> source = scene.source();
    Plan plan = copied();
    assertThat(scene.target()).isEqualTo(scene.arrived()).isNotEmpty();
    assertThat(failing(plan)).isEmpty();
    assertThat(scene.source()).isEqualTo(source);
  }

  @Test
  void aReceiptSaysHowMuchWasCopied() {
    List<Receipt> receipts = copy(inOrder(scene.store().plan(scene.move())));
    assertThat(receipts.stream().mapToLong(Receipt::rows).sum()).isPositive();
    assertThat(receipts.stream().mapToLong(Receipt::bytes).sum()).isPositive();
    assertThat(receipts)
        .filteredOn(receipt -> receipt.bytes() > 0)
        .allSatisfy(receipt -> assertThat(receipt.digest()).isNotBlank());
  }

  @Test
  void aChunkThatIsThereAnswersItsReceiptAndWritesNothing() throws Exception {
    List<Chunk> chunks = inOrder(scene.store().plan(scene.move()));
    List<Receipt> first = copy(chunks);
    Map<String, String> there = scene.target();
    assertThat(copy(chunks)).isEqualTo(first);
    assertThat(scene.target()).isEqualTo(there);
  }

  @Test
  void twoWorkersOfOneEpochCopyAChunkOnce() throws Exception {
    Plan plan = scene.store().plan(scene.move());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (List<Chunk> wave : waves(plan)) {
        List<Future<Receipt>> answers = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
          for (Chunk chunk : wave) {
            answers.add(threads.submit(() -> scene.store().copy(scene.move(), chunk)));
          }
        }
        for (int i = 0; i < wave.size(); i++) {
          assertThat(answers.get(i).get()).isEqualTo(answers.get(wave.size() + i).get());
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(scene.target()).isEqualTo(scene.arrived());
    assertThat(failing(plan)).isEmpty();
  }

  private List<List<Chunk>> waves(Plan plan) {
    Map<Integer, List<Chunk>> waves = new TreeMap<>();
    for (Chunk chunk : plan.chunks()) {
      waves.computeIfAbsent(chunk.wave(), wave -> new ArrayList<>()).add(chunk);
    }
    return List.copyOf(waves.values());
  }

  @Test
  void whatWasChangedAtTheTargetIsSeen() throws Exception {
    Plan plan = copied();
    scene.change();
    assertThat(failing(plan)).isNotEmpty();
  }

  @Test
  void whatIsMissingAtTheTargetIsSeen() throws Exception {
    Plan plan = copied();
    scene.remove();
    assertThat(failing(plan)).isNotEmpty();
  }

  @Test
  void whatIsTooMuchAtTheTargetIsSeen() throws Exception {
    Plan plan = copied();
    scene.add();
    assertThat(failing(plan)).isNotEmpty();
  }

  @Test
  void aLateWriteAtTheSourceIsSeen() throws Exception {
    Plan plan = copied();
    scene.writeLate();
    assertThat(failing(plan)).isNotEmpty();
  }

  @Test
  void discardTakesWhatWasCopiedAndNothingElse() throws Exception {
    scene.stranger();
    Map<String, String> before = scene.target();
    assertThat(before).isNotEmpty();
    Map<String, String> source = scene.source();
    copied();
    assertThat(scene.target()).isEqualTo(joined(before, scene.arrived()));
    scene.store().discard(scene.move());
    assertThat(scene.target()).isEqualTo(before);
    assertThat(scene.residue()).isEmpty();
    assertThat(scene.source()).isEqualTo(source);
  }

  @Test
  void discardTakesHalfACopyToo() throws Exception {
    List<Chunk> chunks = inOrder(scene.store().plan(scene.move()));
    copy(chunks.subList(0, (chunks.size() + 1) / 2));
    scene.store().discard(scene.move());
    assertThat(scene.target()).isEmpty();
    assertThat(scene.residue()).isEmpty();
  }

  @Test
  void discardFindsNothingToDoBeforeTheCopyAndTheSecondTime() throws Exception {
    scene.store().discard(scene.move());
    copied();
    scene.store().discard(scene.move());
    scene.store().discard(scene.move());
    assertThat(scene.target()).isEmpty();
    assertThat(scene.residue()).isEmpty();
  }

  @Test
  void aStaleWorkerCopiesNothing() throws Exception {
    List<Chunk> chunks = inOrder(scene.store().plan(scene.move()));
    scene.takenOver();
    for (Chunk chunk : chunks) {
      assertThatThrownBy(() -> scene.store().copy(scene.move(), chunk))
          .as(chunk.id())
          .isInstanceOf(StaleLease.class);
    }
    assertThat(scene.target()).isEmpty();
  }

  @Test
  void aStaleWorkerDiscardsNothing() throws Exception {
    copied();
    Map<String, String> there = scene.target();
    scene.takenOver();
    assertThatThrownBy(() -> scene.store().discard(scene.move())).isInstanceOf(StaleLease.class);
    assertThat(scene.target()).isEqualTo(there);
  }
}
