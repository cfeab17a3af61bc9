package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved;
import java.time.Duration;

/** A line at every change of phase, and one every few seconds in between. */
final class LineView implements View {
  private static final long PAUSE = Duration.ofSeconds(2).toNanos();

  private final Output output;
  private final Speed speed = new Speed();
  private String last = "";
  private long at;

  LineView(Output output) {
    this.output = output;
  }

  @Override
  public void show(Moved moved, Moved.Progress progress) {
    long now = System.nanoTime();
    String state = Steps.of(moved);
    boolean going = moved.cleanUp().isEmpty() && !Outcomes.decided(moved);
    if (!state.equals(last)) {
      output.say(state);
      last = state;
      at = now;
    } else if (going && now - at > PAUSE) {
      output.say("  " + speed.of(progress, now));
      at = now;
    }
  }

  @Override
  public void note(String text) {
    output.say(text);
  }

  @Override
  public void close() {}
}
