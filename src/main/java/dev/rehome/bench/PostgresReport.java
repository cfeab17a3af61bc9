package dev.rehome.bench;

import dev.rehome.bench.Promises.Promise;
import java.util.List;
import java.util.Locale;

/** The figures of rows as a page in Markdown: medians, and what was promised. */
final class PostgresReport {
  private static final String DUMP = "pg_dump, pg_restore";

  private PostgresReport() {}

  static String of(String machine, long rows, long bytes, int runs, Figures figures) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            # Benchmarks

            `./rehome bench postgres --rows %d --runs %d`: %,d rows, %,d MiB (%d bytes each), a primary key and an index;
            from one server to another on the same machine; fsync on; each in turn, into a new database.
            %s. Absolute times say little of other machines; the ratios are what counts.

            """,
            rows,
            runs,
            rows,
            bytes >> 20,
            bytes / rows,
            machine));
    text.append(figures.table()).append(Promises.table(promises(figures))).append(floor(figures));
    return text.toString();
  }

  private static List<Promise> promises(Figures figures) {
    String copy = WholeMove.PLAIN + WholeMove.COPY;
    String copyWithArtifact = WholeMove.WITH_ARTIFACT + WholeMove.COPY;
    String whole = WholeMove.PLAIN + WholeMove.WHOLE;
    String wholeWithArtifact = WholeMove.WITH_ARTIFACT + WholeMove.WHOLE;
    return List.of(
        new Promise(
            "copy with digests, against the pipe", figures.speed(copy, ShellTool.PIPE), 0.9),
        new Promise(
            "copy with digests and artifact, against the pipe with tee",
            figures.speed(copyWithArtifact, ShellTool.TEE),
            0.9),
        new Promise(
            "what one side reads for the proof, against the pipe",
            figures.speed(WholeMove.PLAIN + WholeMove.ONE_SIDE, ShellTool.PIPE),
            2),
        new Promise(
            "the same against our copy",
            figures.speed(WholeMove.PLAIN + WholeMove.ONE_SIDE, copy),
            2),
        new Promise(
            "the proof of both sides, whose servers share these cores, against the pipe",
            figures.speed(WholeMove.PLAIN + WholeMove.PROOF, ShellTool.PIPE),
            2),
        new Promise(
            "a whole move, against pg_dump and pg_restore", figures.speed(whole, DUMP), 1.5),
        new Promise(
            "a whole move with its artifact, against the same",
            figures.speed(wholeWithArtifact, DUMP),
            1.5));
  }

  /** What is left of the promise for a whole move when rows and indexes alone have been made. */
  private static String floor(Figures figures) {
    double least = figures.speed(ShellTool.INDEXED, DUMP);
    double all = figures.median(DUMP).toMillis() / 1000.0;
    return String.format(
        Locale.ROOT,
        """

        The pipe and both indexes, at the same time and with nothing proven, are %.2f times as fast as pg_dump and pg_restore. A whole move that
        were 1.5 times as fast would have %.1f s for everything else; what one side reads for the proof takes %.1f s, and both sides share these cores.
        """,
        least,
        all / 1.5 - all / least,
        figures.median(WholeMove.PLAIN + WholeMove.ONE_SIDE).toMillis() / 1000.0);
  }
}
