package dev.rehome.bench.pause;

import dev.rehome.bench.Figures;
import dev.rehome.bench.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures of pauses as a page in Markdown: medians, what was promised, where the time goes. */
final class PauseReport {
  private final String command;
  private final String machine;
  private final Duration delay;
  private final Figures figures;

  /**
   * @param command that makes it again
   */
  PauseReport(String command, String machine, Duration delay, Figures figures) {
    this.command = command;
    this.machine = machine;
    this.delay = delay;
    this.figures = figures;
  }

  /**
   * The page.
   *
   * @param series each of a shape: without a delay, then by the link
   */
  String page(List<Series> series) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            # How long a tenant cannot write

            `%s`: one of two tenants moves out of a shared database into one of its own, while its
            application writes. A pause lasts from the begin of the first write that the source does not take to the end of the first one
            that the target takes; the writer follows the placement in the control store. The link delays each byte by %d ms each way between
            mover and servers, the control store's included. fsync on; each in turn, into a new database.
            %s; load of the last minute %s. Absolute times say little of other machines, or of a busy one; the ratios are what counts.

            """,
            command,
            delay.toMillis(),
            machine,
            Machine.load()));
    text.append(figures.table());
    text.append("\n| what | is | promised: at most | kept |\n|---|---|---|---|\n");
    series.forEach(one -> text.append(promises(one)));
    series.forEach(one -> text.append(foretold(one.near())).append(foretold(one.far())));
    series.forEach(one -> text.append(parts(one.near())).append(parts(one.far())));
    return text.toString();
  }

  /**
   * The contenders of a shape.
   *
   * @param secondsMost that a pause was promised to last, without a link
   */
  record Series(
      SchemaPipe nearPipe,
      MoveUnderWrites near,
      SchemaPipe farPipe,
      MoveUnderWrites far,
      double secondsMost,
      boolean againstPipe) {}

  private String promises(Series series) {
    double near = seconds(series.near().name());
    StringBuilder lines =
        new StringBuilder(line(series.near().name() + ", s", near, series.secondsMost));
    if (series.againstPipe) {
      lines.append(
          line(
              "the same, against pg_dump and psql of the schema alone",
              near / seconds(series.nearPipe.name()),
              0.5));
    }
    return lines
        .append(
            line(series.far().name() + ", s", seconds(series.far().name()), 2 * series.secondsMost))
        .toString();
  }

  private String foretold(MoveUnderWrites move) {
    double factor = seconds(move.foretoldName()) / seconds(move.name());
    return line(
        move.name() + ", against what a plan foretells: the larger by the smaller",
        Math.max(factor, 1 / factor),
        1.5);
  }

  private double seconds(String name) {
    return figures.median(name).toMillis() / 1000.0;
  }

  private static String line(String what, double is, double most) {
    return String.format(
        Locale.ROOT, "| %s | %.2f | %.2f | %s |%n", what, is, most, is <= most ? "yes" : "**no**");
  }

  private static String parts(MoveUnderWrites move) {
    return "\nWhere the time goes, by the journal; %s. While writes were refused the mover waited for %s:\n\n%s"
        .formatted(
            move.name(),
            move.requests().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(side -> side.getValue().size() + " requests to the " + side.getKey())
                .collect(Collectors.joining(", ")),
            move.parts().table());
  }
}
