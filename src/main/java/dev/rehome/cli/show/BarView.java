package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that counts chunks, under the lines of the phases. */
final class BarView implements View {
  private static final int REDRAW_MILLIS = 200;

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
    if (progress.chunks() > 0 && moved.phase().equals("SNAPSHOT") && moved.cleanUp().isEmpty()) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(moved.tenant())
                .setInitialMax(progress.chunks())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .hideEta()
                .build();
      }
      bar.stepTo(progress.chunksDone());
      bar.setExtraMessage(" " + speed.besideABar(progress, System.nanoTime()));
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
