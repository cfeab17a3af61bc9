package dev.rehome.postgres.forecast;

import dev.rehome.model.Move;
import dev.rehome.postgres.forecast.PostgresEstimate.Sized;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import dev.rehome.throttle.Throttles;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How long a tenant's writes would be refused: from some rows of its largest table that go over the
 * actual link into a table of the target that is taken back, by as many sessions as a move would
 * have, with an index and the digests; or, where the target lets nobody make a table, from reading
 * alone.
 */
record Forecast(PostgresCells cells, Settings settings, Move move, Scope scope) {
  /** Copying, both proofs and the indexes together against reading alone; MEASURED. */
  private static final double WORK_PER_READ = 2.5;

  /** Counts, sorted keys and strangers, besides the digest; MEASURED. */
  private static final double PROOF_PER_DIGEST = 1.5;

  /**
   * What a move takes under the fence without any rows or tables, against making a small table:
   * parity, looks, records; measured on a busy machine.
   */
  private static final double WORK_AT_LEAST = 200;

  /**
   * Requests that wait for each other, whatever there is to move; measured by a link with a delay.
   */
  private static final int REQUESTS_AT_LEAST = 600;

  /**
   * What a table takes in itself: its part of what is asked of all at once; measured as the first.
   */
  private static final double WORK_PER_TABLE = 3;

  /** A table with rows: its two copies, and its file of the artifact; counted. */
  private static final int REQUESTS_PER_FILLED_TABLE = 5;

  /** Where no table could be made to try: what a busy machine with two cores gives. */
  private static final double SECONDS_A_TRIAL = 0.01;

  /** Nobody could be asked: what a slow disk gives. */
  private static final double BYTES_A_SECOND = 20e6;

  private static final long SAMPLE_ROWS_MAX = 20_000;
  private static final long SAMPLE_BYTES_MAX = 32 << 20;

  /** With a bound of speed: a sample of so many seconds. */
  private static final int SAMPLE_SECONDS = 2;

  /**
   * How long writes would be refused.
   *
   * @param basis what it was foretold from, for people
   */
  record Pause(Duration time, String basis) {
    Pause telling(String before) {
      return new Pause(time, before + ", " + basis);
    }
  }

  Pause of(List<Sized> tables, long chunks) {
    double trip = trip();
    double trial = trial(trip);
    double least = WORK_AT_LEAST * trial + REQUESTS_AT_LEAST * trip;
    long filled = tables.stream().filter(table -> table.size().rows() > 0).count();
    double each =
        WORK_PER_TABLE * trial * tables.size()
            + REQUESTS_PER_FILLED_TABLE * trip * filled / atOnce(filled);
    Pause pause = of(tables, chunks, least + each);
    return pause.telling(
        String.format(
            Locale.ROOT,
            "fence and cutover %.1f s, %,d tables %.1f s, at %.1f ms a request",
            least,
            tables.size(),
            each,
            trip * 1000));
  }

  /**
   * Seconds that a request to the farther cell takes at least; the control store is taken to be as
   * far away.
   */
  private double trip() {
    return Math.max(TableSample.trip(cells.source(move)), TableSample.trip(cells.target(move)));
  }

  /** Seconds that a small table takes, tried at the target if it lets us. */
  private double trial(double trip) {
    try {
      return Math.max(0, TableSample.seconds(cells.target(move)) - TableSample.REQUESTS * trip);
    } catch (RuntimeException e) {
      return SECONDS_A_TRIAL;
    }
  }

  private Pause of(List<Sized> tables, long chunks, double fixed) {
    Optional<Sized> largest =
        tables.stream()
            .filter(table -> table.size().rows() > 0 && table.size().bytes() > 0)
            .max(Comparator.comparingLong(table -> table.size().bytes()));
    if (largest.isEmpty()) {
      return pause(fixed, "no rows to sample");
    }
    if (move.options().mirrored()) {
      return reading(tables, largest.get(), fixed, "");
    }
    try {
      return sampled(tables, largest.get(), atOnce(chunks), fixed);
    } catch (RuntimeException e) {
      return reading(
          tables,
          largest.get(),
          fixed,
          ", since the target could not be tried: " + Faults.words(e));
    }
  }

  private Pause sampled(List<Sized> tables, Sized largest, int sessions, double fixed) {
    TableSize size = largest.size();
    double rowBytes = (double) size.bytes() / size.rows();
    SampledTable sampledTable =
        new SampledTable(largest.table(), move.tenant().id(), sampleRows(rowBytes, sessions));
    LinkSample sample =
        LinkSample.take(
            cells.source(move),
            cells.target(move),
            scope,
            sampledTable,
            sessions,
            new Throttles(settings));
    if (sample.rows() == 0) {
      return reading(tables, largest, fixed, ", since the sample was empty");
    }
    double sampleBytes = sample.rows() * rowBytes;
    double bytes = sum(tables, TableSize::bytes);
    double onTheWire = bytes * sample.bytes() / sampleBytes;
    double rate = Math.min(sample.bytes() / sample.seconds(), bound());
    // finding the rows can take longer than sending them
    double copy =
        Math.max(onTheWire / rate, tables.stream().mapToDouble(t -> t.size().seconds()).sum());
    double entries = sum(tables, s -> s.rows() * s.indexes());
    double indexes = sample.indexSeconds() * entries / sample.rows();
    double proof = PROOF_PER_DIGEST * sample.proofSeconds() * bytes / sampleBytes;
    return pause(
        fixed + copy + indexes + proof,
        String.format(
            Locale.ROOT,
            "copy %.1f s, indexes %.1f s, proof %.1f s, from a sample of %,d rows"
                + " that %d sessions copied from %s to %s at %.1f MiB/s and took back",
            copy,
            indexes,
            proof,
            sample.rows(),
            sessions,
            move.source(),
            move.target(),
            rate / (1 << 20)));
  }

  private long sampleRows(double rowBytes, int sessions) {
    double bytes = Math.min(SAMPLE_BYTES_MAX, SAMPLE_SECONDS * bound() / sessions);
    return Math.max(1, Math.min(SAMPLE_ROWS_MAX, (long) (bytes / rowBytes)));
  }

  private Pause reading(List<Sized> tables, Sized largest, double fixed, String why) {
    double rate =
        cells
            .source(move)
            .with(
                connection ->
                    PostgresEstimate.undone(
                        connection,
                        scope,
                        open ->
                            RowSample.bytesASecond(open, move, largest.table())
                                .orElse(BYTES_A_SECOND)));
    double seconds = tables.stream().mapToDouble(table -> table.size().seconds()).sum();
    double reading = Math.max(seconds, sum(tables, TableSize::bytes) / Math.min(rate, bound()));
    return pause(
        fixed + WORK_PER_READ * reading,
        String.format(
            Locale.ROOT,
            "copy and proof %.1f s, from how fast the source was read%s",
            WORK_PER_READ * reading,
            why));
  }

  private int atOnce(long chunks) {
    int sessions = settings.limits().copyParallelism();
    for (String cell : List.of(move.source(), move.target())) {
      sessions = Math.min(sessions, settings.cell(cell).map(Cell::connectionsMax).orElse(3) - 2);
    }
    return (int) Math.max(1, Math.min(sessions, chunks));
  }

  /** {@code copy-bytes-per-second-max} of the slower cell. */
  private double bound() {
    return DoubleStream.of(bound(move.source()), bound(move.target())).min().orElseThrow();
  }

  private double bound(String cell) {
    long bound = settings.cell(cell).map(Cell::copyBytesPerSecondMax).orElse(0L);
    return bound == 0 ? Double.MAX_VALUE : bound;
  }

  private static double sum(List<Sized> tables, java.util.function.ToLongFunction<TableSize> what) {
    return tables.stream().mapToLong(table -> what.applyAsLong(table.size())).sum();
  }

  private static Pause pause(double seconds, String basis) {
    return new Pause(Duration.ofMillis((long) (seconds * 1000)), basis);
  }
}
