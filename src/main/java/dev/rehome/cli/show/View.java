package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved;

/** Shows how a move goes. Called by one thread. */
public interface View extends AutoCloseable {
  /** Called at every look, often. */
  void show(Moved moved, Moved.Progress progress);

  /** Something worth a line. */
  void note(String text);

  @Override
  void close();

  /** A bar where somebody looks at it, else lines. */
  static View of(Output output) {
    return !output.json() && Terminal.present() ? new BarView(output) : new LineView(output);
  }
}
