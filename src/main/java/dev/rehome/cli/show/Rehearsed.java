package dev.rehome.cli.show;

import dev.rehome.journal.Rehearsals;
import dev.rehome.journal.read.Moved;
import dev.rehome.journal.read.Moved.StepTime;
import dev.rehome.journal.read.Timings;
import dev.rehome.model.Status;
import dev.rehome.settings.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The last line of a rehearsal that went well. */
public final class Rehearsed {
  /** Seal, cutover and hand-over together; 0.4 to 0.7 s were seen on two busy cores. */
  private static final Duration CUTOVER = Duration.ofSeconds(1);

  private Rehearsed() {}

  /** Whether the move was a rehearsal and proved its copy, discarded by now or not. */
  public static boolean is(Moved moved) {
    return moved.rehearsal()
        && Status.of(moved.status()) == Status.ROLLED_BACK
        && Rehearsals.succeeded(moved.message());
  }

  public static Ending of(Moved.Story story, Limits limits) {
    Moved moved = story.move();
    List<StepTime> steps = story.steps();
    Duration pause = Timings.copyAndProof(steps).plus(CUTOVER);
    boolean pending = moved.cleanUp().equals("pending");
    Map<String, Object> facts = Outcomes.facts(story);
    facts.put("would_pause_seconds", pause.toMillis() / 1000.0);
    facts.put("drain_timeout_seconds", limits.drainTimeoutSeconds());
    facts.put("clean_up", moved.cleanUp());
    return new Ending(
        Word.REHEARSED,
        "%s from %s to %s: %s; a move would pause its writes for about %s and what its drain takes (at most %d s); %s (move %s)"
            .formatted(
                moved.tenant(),
                moved.source(),
                moved.target(),
                Texts.copied(story.progress()),
                Texts.duration(pause),
                limits.drainTimeoutSeconds(),
                pending ? "clean-up pending, run or the same again goes on" : "nothing is left",
                moved.move()),
        facts);
  }
}
