package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved;
import java.time.Duration;

/** A line at every change of phase, and one every few seconds of a copy. */
final class LineView implements View {
  private static final long PAUSE = Duration.ofSeconds(2).toNanos();

  private final Output output;
  private final Speed speed = new Speed();
  private String last = "";
  private Moved.Progress shown = Moved.Progress.NONE;
  private long at;

  LineView(Output output) {
    this.output = output;
  }

  @Override
  public void show(Moved moved, Moved.Progress progress) {
    long now = System.nanoTime();
    String state = Steps.of(moved);
    boolean copying = progress.chunks() > 0 && moved.phase().equals("SNAPSHOT");
    String text = copying ? speed.of(progress, now) : "";
    if (!state.equals(last)) {
      output.say(state);
      last = state;
      at = now;
    } else if (copying && !progress.equals(shown) && now - at > PAUSE) {
      output.say("  " + text);
      shown = progress;
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
