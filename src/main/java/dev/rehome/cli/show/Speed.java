package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved.Copied;
import dev.rehome.journal.read.Moved.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How far a move is in its work, how fast, and how long it may still take. */
final class Speed {
  private long since;
  private long bytesBefore;
  private double doneBefore;
  private boolean begun;

  /** {@code 37 % of copy and proof, 9 of 12 chunks, …}; the same as beside a bar. */
  String of(Progress progress, long nanos) {
    String text = besideABar(progress, nanos);
    return progress.copied().isEmpty()
        ? text
        : "%d %% of copy and proof, %s".formatted((int) (progress.done() * 100), text);
  }

  /**
   * {@code 12 of 40 chunks, 120,000 rows, 12.3 MiB, 3 of 9 checks, 4.1 MiB/s, 7.0 s left, 5.0 s in
   * this phase}; before there is a plan what is being looked at.
   */
  String besideABar(Progress progress, long nanos) {
    List<String> parts = new ArrayList<>();
    if (!progress.doing().isEmpty()) {
      parts.add(progress.doing());
    }
    if (progress.chunks() > 0) {
      parts.add(
          "%s of %s"
              .formatted(
                  Texts.count(progress.chunksDone()), Texts.counted(progress.chunks(), "chunk")));
      parts.add(Texts.copied(progress));
      long made = progress.copied().stream().mapToLong(Copied::checksDone).sum();
      if (made > 0) {
        long checks = progress.copied().stream().mapToLong(Copied::checks).sum();
        parts.add("%s of %s".formatted(Texts.count(made), Texts.counted(checks, "check")));
      }
      pace(progress, nanos, parts);
    }
    parts.add(Texts.duration(progress.phase()) + " in this phase");
    return String.join(", ", parts);
  }

  private void pace(Progress progress, long nanos, List<String> parts) {
    if (!begun) {
      begun = true;
      since = nanos;
      bytesBefore = progress.bytes();
      doneBefore = progress.done();
    }
    double seconds = (nanos - since) / 1e9;
    double done = progress.done() - doneBefore;
    if (seconds < 0.5 || done <= 0) {
      return;
    }
    long bytes = progress.bytes() - bytesBefore;
    if (bytes > 0 && progress.chunksDone() < progress.chunks()) {
      parts.add(Texts.bytes(bytes / seconds) + "/s");
    }
    double left = (1 - progress.done()) * seconds / done;
    if (left > 0) {
      parts.add(Texts.duration(Duration.ofMillis((long) (left * 1000))) + " left");
    }
  }
}
