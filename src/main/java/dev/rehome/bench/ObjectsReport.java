package dev.rehome.bench;

import dev.rehome.bench.ObjectsBed.Route;
import dev.rehome.bench.Promises.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of objects as a page in Markdown: medians, and what was promised. */
final class ObjectsReport {
  private ObjectsReport() {}

  /**
   * The page.
   *
   * @param command as it was given
   * @param machine and the versions of what ran on it
   * @param routes that were measured
   * @param figures by workload, in the order of the page
   */
  static String of(
      String command, String machine, List<Route> routes, Map<Workload, Figures> figures) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            # Benchmarks of objects

            `%s`: within one store (server-side), and from one store to another
            (streamed), all on the same machine; the stores keep everything in their memory, the control store's fsync is on;
            each in turn, into an empty bucket, after rounds (--warm-ups) that do not count, in which the servers and the mover compile.
            rclone's time has its start, its listing and its checks in it; ours, in a program that runs already, the listing into the manifest, and the copy: what is streamed
            carries the MD5 that the source tells, or a SHA-256 is put down where it tells none; within a store the store's ETags are
            put down. The proof, which rclone has not, reads every byte of a side, or of both, again, and has a line of its own.
            Where the least of one is below the most of the other, a ratio near 1 says "about the same".
            %s. Absolute times say little of other machines; the ratios are what counts.
            """,
            command,
            machine));
    figures.forEach(
        (workload, measured) ->
            text.append("\n## ")
                .append(workload)
                .append("\n\n")
                .append(measured.table())
                .append(Promises.table(promises(routes, measured))));
    return text.toString();
  }

  private static List<Promise> promises(List<Route> routes, Figures figures) {
    List<Promise> promises = new ArrayList<>();
    for (Route route : routes) {
      promises.add(
          new Promise(
              route + ": listing, and copy, against rclone sync",
              figures.speed(ObjectsMove.copy(route), Rclone.name(route)),
              1));
    }
    return promises;
  }
}
