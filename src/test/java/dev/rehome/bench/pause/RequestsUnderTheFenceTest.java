package dev.rehome.bench.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a mover waits for while a tenant's writes are refused, by the bytes that it sends. Most of
 * the pause is that number times a round trip.
 */
class RequestsUnderTheFenceTest {
  private static final int FEW = 20;
  private static final int MANY = 138;

  /** Renewals, watchers and polls come by the second, whatever there is to move. */
  private static final List<String> BY_THE_CLOCK =
      List.of("pg_blocking_pids", "pg_stat_activity", "_rehome.announced", "rehome/watch");

  @TempDir Path directory;

  @Test
  void emptyTablesAddLessThanOneRequestEachOnEitherSideAndInTheControlStore() throws Exception {
    try (PauseBed bed = PauseBed.start(directory, Duration.ZERO)) {
      Map<String, List<String>> few = requests(bed, FEW);
      Map<String, List<String>> many = requests(bed, MANY);
      for (String side : List.of("source", "target")) {
        assertThat(many.get(side)).as(grouped(many.get(side))).hasSizeLessThan(3 * MANY);
      }
      for (String side : PauseBed.SIDES) {
        List<String> all = many.get(side);
        int more = all.size() - few.get(side).size();
        assertThat(more).as(side + ": " + grouped(all)).isLessThan(MANY - FEW);
      }
      assertThat(few.get("control")).as("chunks and checks are recorded").isNotEmpty();
    }
  }

  private Map<String, List<String>> requests(PauseBed bed, int tables) throws Exception {
    Shape shape = new Shape(tables, 0);
    bed.fill(shape);
    bed.renew();
    MoveUnderWrites move = new MoveUnderWrites(shape, false, directory.resolve("scratch"));
    move.run(bed);
    Map<String, List<String>> requests = new HashMap<>();
    move.requests()
        .forEach(
            (side, all) ->
                requests.put(
                    side,
                    all.stream()
                        .map(Link.Request::text)
                        .filter(text -> side.equals("control") ? recorded(text) : asked(text))
                        .toList()));
    return requests;
  }

  private static boolean asked(String text) {
    return BY_THE_CLOCK.stream().noneMatch(text::contains);
  }

  /** The control store is polled all the time; what a plan, its chunks and checks write is not. */
  private static boolean recorded(String text) {
    return text.contains("_system.chunks")
        || text.contains("_system.checks")
        || text.contains("_system.planned_checks");
  }

  /** The most frequent ones, to see at once what asks for each table. */
  private static String grouped(List<String> requests) {
    Map<String, Integer> groups = new TreeMap<>();
    for (String text : requests) {
      String group = text.replaceAll("\\s+", " ").replaceAll("\\d+", "9");
      groups.merge(group.substring(0, Math.min(100, group.length())), 1, Integer::sum);
    }
    return groups.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(12)
        .map(group -> group.getValue() + " times " + group.getKey())
        .collect(Collectors.joining("\n", requests.size() + " requests, of them\n", ""));
  }
}
