package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved;
import dev.rehome.text.Printable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar over all that is to be copied and proven, under the lines of the phases. What it is made of
 * is told by {@link Moved.Progress#done}.
 */
final class BarView implements View {
  private static final int REDRAW_MILLIS = 200;
  private static final int WHOLE = 100;

  private final Output output;
  private final Speed speed = new Speed();
  private String last = "";
  private ProgressBar bar;

  BarView(Output output) {
    this.output = output;
  }

  @Override
  public void show(Moved moved, Moved.Progress progress) {
    String state = Steps.of(moved);
    if (!state.equals(last)) {
      note(state);
      last = state;
    }
    if (moved.cleanUp().isEmpty() && !Outcomes.decided(moved)) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(Printable.of(moved.tenant() + " " + moved.phase()))
                .setInitialMax(WHOLE)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .hideEta()
                .build();
      }
      bar.stepTo((long) (progress.done() * WHOLE));
      bar.setExtraMessage(" " + Printable.of(speed.besideABar(progress, System.nanoTime())));
    }
  }

  /** The bar is put away first: both share the terminal's last line. */
  @Override
  public void note(String text) {
    close();
    output.say(text);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
