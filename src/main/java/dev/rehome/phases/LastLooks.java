package dev.rehome.phases;

import dev.rehome.journal.books.Identities;
import dev.rehome.journal.books.LookBook;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.phases.work.Components;
import dev.rehome.store.LastLook;
import dev.rehome.store.LastLook.Moment;
import dev.rehome.store.LastLook.Proven;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks once more at what was proven: a fence refuses the application, and neither an owner nor a
 * crash. Made when the guard is sealed, directly before RESUME's intent, where going back still
 * loses nothing, and once more when the tenant writes at the target.
 */
public final class LastLooks {
  private final Components components;
  private final LookBook book;
  private final Identities identities;

  public LastLooks(Components components, LookBook book, Identities identities) {
    this.components = components;
    this.book = book;
    this.identities = identities;
  }

  /**
   * Notes how a component's stores stand, before its proof reads them. The second time at an epoch
   * does nothing: what was noted first has seen most. A rehearsal, whose tenant writes on, has
   * none.
   */
  public void note(Move move, String component) {
    if (!move.options().rehearsal() && !book.noted(move, component)) {
      book.note(move, component, look(component).note(move));
    }
  }

  /**
   * Between seal and cutover, quickly.
   *
   * @throws MoveFailed naming what changed
   */
  public void sealed(Move move) {
    require(move, Moment.SEALED, "since the proof, seen after the seal");
  }

  /**
   * Directly before RESUME's intent: catches up, then looks.
   *
   * @throws MoveFailed naming what changed, also a store in another one's place
   */
  public void resuming(Move move) {
    requireSameStores(move);
    for (var component : components.of(move)) {
      book.caughtUp(move, component.name(), look(component.name()).catchUp(move));
    }
    require(
        move, Moment.RESUMING, "since the proof, seen before anything was written at the target");
  }

  private void require(Move move, Moment moment, String when) {
    List<String> changes = changes(move, moment);
    if (!changes.isEmpty()) {
      throw new MoveFailed("changed %s: %s".formatted(when, String.join("; ", changes)));
    }
  }

  /** What is found when the tenant writes at the target, and what to do about it; or nothing. */
  public String resumed(Move move) {
    List<String> changes = changes(move, Moment.RESUMED);
    return changes.isEmpty()
        ? ""
        : "%s serves %s, and %s changed behind the move: %s; compare the two cells and bring over by hand what is wanted; until then nothing of %s may be purged at %s"
            .formatted(
                move.target(),
                move.tenant().name(),
                move.source(),
                String.join("; ", changes),
                move.tenant().name(),
                move.source());
  }

  /** What went on during the move where nothing is fenced; or nothing. */
  public String told(Move move) {
    return components.of(move).stream()
        .map(
            component ->
                book.proven(move, component.name())
                    .map(proven -> look(component.name()).told(move, proven))
                    .orElse(""))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private List<String> changes(Move move, Moment moment) {
    List<String> changes = new ArrayList<>();
    for (var component : components.of(move)) {
      Optional<Proven> proven = book.proven(move, component.name());
      if (proven.isPresent()) {
        changes.addAll(look(component.name()).changes(move, moment, proven.get()));
      } else if (moment != Moment.RESUMED) {
        throw new MoveFailed(
            "it was not noted how the stores of %s stood before the proof"
                .formatted(component.name()));
      }
    }
    return changes;
  }

  /** That the stores are those that were drained. */
  public void requireSameStores(Move move) {
    Map<String, String> then = identities.recorded(move);
    Map<String, String> now = identities.detail(components.identities(move));
    if (!then.equals(now)) {
      throw new MoveFailed(
          "a store is no longer the one that was drained (system identifier/timeline/database):"
              + " then "
              + then
              + ", now "
              + now);
    }
  }

  private LastLook look(String component) {
    return components.named(component).lastLook();
  }
}
