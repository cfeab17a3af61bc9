package dev.rehome.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every takeover does, on real servers; see {@link Takeover}. */
public abstract class TakeoverContract {
  private TakenScene scene;

  /** What is taken over: a scene with its store's takeover. */
  public interface TakenScene extends StoreScene {
    Takeover takeover();
  }

  /** Fresh data on real servers. */
  protected abstract TakenScene scene() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    scene = scene();
  }

  @AfterEach
  final void end() {
    scene.close();
  }

  private Move newer() {
    return scene.move().withEpoch(2);
  }

  private List<Chunk> chunks() {
    return scene.store().plan(scene.move()).chunks().stream()
        .sorted(Comparator.comparingInt(Chunk::wave))
        .toList();
  }

  @Test
  void nothingIsMadeWhereNothingIsOurs() throws Exception {
    scene.takeover().take(newer());
    assertThat(scene.target()).isEmpty();
    assertThat(scene.residue()).isEmpty();
  }

  @Test
  void theOlderWorkerDoesNothingMoreAndTheNewerGoesOn() throws Exception {
    List<Chunk> chunks = chunks();
    int half = (chunks.size() + 1) / 2;
    chunks.subList(0, half).forEach(chunk -> scene.store().copy(scene.move(), chunk));
    scene.takenOver();
    scene.takeover().take(newer());
    scene.takeover().take(newer());
    for (Chunk chunk : chunks.subList(half, chunks.size())) {
      assertThatThrownBy(() -> scene.store().copy(scene.move(), chunk))
          .as(chunk.id())
          .isInstanceOf(StaleLease.class);
    }
    assertThatThrownBy(() -> scene.store().discard(scene.move())).isInstanceOf(StaleLease.class);
    chunks.forEach(chunk -> scene.store().copy(newer(), chunk));
    assertThat(scene.target()).isEqualTo(scene.arrived());
  }

  @Test
  void theSourceIsLeftAsItIs() throws Exception {
    var source = scene.source();
    scene.takenOver();
    scene.takeover().take(newer());
    assertThat(scene.source()).isEqualTo(source);
  }
}
