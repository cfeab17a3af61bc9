package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved.Progress;
import java.time.Duration;

/** How fast a copy is, and how long it may still take. */
final class Speed {
  private long since;
  private long bytesBefore;
  private long chunksBefore;
  private boolean begun;

  /** {@code 12 of 40 chunks, 120,000 rows, 12.3 MiB, 4.1 MiB/s, 7.0 s left}. */
  String of(Progress progress, long nanos) {
    return "%s of %s, %s"
        .formatted(
            Texts.count(progress.chunksDone()),
            Texts.counted(progress.chunks(), "chunk"),
            besideABar(progress, nanos));
  }

  /** The same without the chunks. */
  String besideABar(Progress progress, long nanos) {
    if (!begun) {
      begun = true;
      since = nanos;
      bytesBefore = progress.bytes();
      chunksBefore = progress.chunksDone();
    }
    double seconds = (nanos - since) / 1e9;
    String text = Texts.copied(progress);
    long chunks = progress.chunksDone() - chunksBefore;
    if (seconds < 0.5 || chunks == 0) {
      return text;
    }
    double left = (double) (progress.chunks() - progress.chunksDone()) * seconds / chunks;
    return text
        + ", "
        + Texts.bytes((progress.bytes() - bytesBefore) / seconds)
        + "/s"
        + (left > 0
            ? ", " + Texts.duration(Duration.ofMillis((long) (left * 1000))) + " left"
            : "");
  }
}
