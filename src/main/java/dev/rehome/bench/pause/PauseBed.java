package dev.rehome.bench.pause;

import dev.rehome.bench.BenchBed;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three servers, each behind two links: one that delays nothing, and one that delays. */
final class PauseBed implements AutoCloseable {
  static final List<String> SIDES = List.of("source", "target", "control");

  private final BenchBed bed;
  private final Duration delay;
  private final Map<String, Link> links = new HashMap<>();

  private PauseBed(BenchBed bed, Duration delay) {
    this.bed = bed;
    this.delay = delay;
  }

  /**
   * Starts them.
   *
   * @param delay each way
   */
  static PauseBed start(Path directory, Duration delay) throws IOException {
    PauseBed bed = new PauseBed(BenchBed.start(directory), delay);
    for (String side : SIDES) {
      for (boolean delayed : new boolean[] {false, true}) {
        bed.links.put(
            key(side, delayed), Link.to(bed.bed.port(side), delayed ? delay : Duration.ZERO));
      }
    }
    return bed;
  }

  private static String key(String side, boolean delayed) {
    return side + delayed;
  }

  BenchBed servers() {
    return bed;
  }

  /** Makes a new source. */
  void fill(Shape shape) throws SQLException {
    bed.fill(shape.script());
  }

  void renew() throws SQLException {
    bed.renew();
  }

  Link link(String side, boolean delayed) {
    return links.get(key(side, delayed));
  }

  String url(String side, boolean delayed) {
    return bed.url(link(side, delayed).port());
  }

  String libpq(String side, boolean delayed) {
    return bed.libpq(side, link(side, delayed).port());
  }

  Duration delay() {
    return delay;
  }

  @Override
  public void close() throws IOException {
    for (Link link : links.values()) {
      link.close();
    }
    bed.close();
  }
}
