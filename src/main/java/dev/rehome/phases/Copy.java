package dev.rehome.phases;

import dev.rehome.journal.Note;
import dev.rehome.journal.door.Journal;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Itinerary;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;

/**
 * What needs no fence, done while the tenant writes: the chunks that were planned ahead, and what
 * the fences will need. Nobody is refused, whatever becomes of it.
 */
public final class Copy {
  private final Journal journal;
  private final Held held;
  private final Components components;
  private final Copying copying;

  public Copy(Journal journal, Held held, Components components, Copying copying) {
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.copying = copying;
  }

  /** Journals the intent; an older worker that still lives is made harmless in the stores first. */
  public Move begin(Move move) {
    Move now = held.move(move.id());
    components.of(now).forEach(component -> component.takeover().take(now));
    Move begun = journal.advance(now, Phase.COPY, Mark.INTENT, Note.NONE);
    FailPoint.COPY_INTENT.reached();
    return begun;
  }

  /**
   * Puts up what the fences will need, if there will be any, and journals the end.
   *
   * @throws dev.rehome.model.MoveFailed when a component was not copied, before anybody is refused
   */
  public Move end(Move move) {
    Move now = held.move(move.id());
    copying.require(now, Phase.COPY, components.names(now));
    if (Itinerary.of(now.options()).has(Phase.DRAIN)) {
      components
          .of(now)
          .forEach(
              component ->
                  held.work(
                      now.id(),
                      holding -> {
                        component.fence().prepare(holding);
                        return component;
                      }));
    }
    FailPoint.COPY_PREPARED.reached();
    Move durable = journal.advance(now, Phase.COPY, Mark.DURABLE, Note.NONE);
    FailPoint.COPY_DURABLE.reached();
    return durable;
  }
}
