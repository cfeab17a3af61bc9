package dev.rehome.phases;

import dev.rehome.journal.books.Manifest;
import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Receipt;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;
import dev.rehome.store.Plan;
import dev.rehome.store.Store;
import java.util.List;

/** Copies the chunks of a phase: COPY, while the tenant writes, or SNAPSHOT, under the fence. */
public final class Copying {
  private final Held held;
  private final Components components;
  private final Manifest manifest;

  public Copying(Held held, Components components, Manifest manifest) {
    this.held = held;
    this.components = components;
    this.manifest = manifest;
  }

  /** The waves of a component in the phase that the move is in, planned now if they are not yet. */
  public List<Wave> waves(Move move, String component) {
    Move now = held.move(move.id());
    Phase phase = move.position().phase();
    if (!manifest.planned(now, component, phase)) {
      Plan plan =
          held.work(
              move.id(), holding -> plan(holding, phase, components.named(component).store()));
      manifest.plan(now, component, phase, plan);
      planned(phase).reached();
    }
    return manifest.waves(now, component, phase).stream()
        .map(wave -> new Wave(move.id(), component, phase, wave))
        .toList();
  }

  private static Plan plan(Move move, Phase phase, Store store) {
    return switch (phase) {
      case COPY -> store.ahead(move);
      case SNAPSHOT -> store.plan(move);
      case PREFLIGHT, DRAIN, CUTOVER, RESUME -> throw new MoveFailed(copiesNothing(move, phase));
    };
  }

  private static FailPoint planned(Phase phase) {
    return phase == Phase.COPY ? FailPoint.COPY_PLANNED : FailPoint.SNAPSHOT_PLANNED;
  }

  private static String copiesNothing(Move move, Phase phase) {
    return "%s is in %s, in which nothing is copied".formatted(move, phase);
  }

  /** The chunks of a wave, done ones included, read page by page. */
  public Iterable<Chunk> chunks(Wave wave) {
    return manifest.chunks(held.move(wave.move()), wave.component(), wave.phase(), wave.number());
  }

  /** Copies a chunk and records its receipt. The second time answers the receipt. */
  public Receipt copy(Chunk chunk) {
    Receipt receipt =
        held.work(
            chunk.move(), now -> components.named(chunk.component()).store().copy(now, chunk));
    FailPoint.CHUNK_COPIED.reached();
    manifest.confirm(held.move(chunk.move()), receipt);
    FailPoint.CHUNK_CONFIRMED.reached();
    return receipt;
  }

  /**
   * That each of these was planned for the phase, and each chunk of it has its receipt: routes lead
   * to them, and routes may be edited.
   *
   * @throws MoveFailed naming those that are missing
   */
  void require(Move move, Phase phase, List<String> names) {
    List<String> missing =
        names.stream().filter(name -> !manifest.done(move, name, phase)).toList();
    if (!missing.isEmpty()) {
      throw new MoveFailed(
          "%s: %s: the routes copy nothing of it in %s, or not all"
              .formatted(move, String.join(", ", missing), phase));
    }
  }

  /** The chunks of a component that may run at the same time. */
  public record Wave(String move, String component, Phase phase, int number) {}
}
