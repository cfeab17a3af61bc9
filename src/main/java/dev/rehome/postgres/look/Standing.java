package dev.rehome.postgres.look;

import dev.rehome.postgres.side.Boundary;
import dev.rehome.postgres.side.Detail;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the tables of a move stood on both sides when the proof began.
 *
 * @param source by {@code schema.table} there
 * @param target by {@code schema.table} there
 * @param ofSource which rows are younger at the source
 * @param ofTarget the same at the target
 */
record Standing(
    Map<String, Map<String, String>> source,
    Map<String, Map<String, String>> target,
    Boundary ofSource,
    Boundary ofTarget) {
  private static final String SOURCE = "source";
  private static final String TARGET = "target";

  /** As {@link #read} reads it. */
  String text() {
    Map<String, String> notes = new TreeMap<>();
    ofSource.put(notes, SOURCE);
    ofTarget.put(notes, TARGET);
    put(notes, SOURCE, source);
    put(notes, TARGET, target);
    return Detail.write(notes);
  }

  private static void put(
      Map<String, String> notes, String side, Map<String, Map<String, String>> tables) {
    tables.forEach(
        (table, facts) ->
            facts.forEach((fact, value) -> notes.put(side + "\t" + table + "\t" + fact, value)));
  }

  static Standing read(String text) {
    Map<String, String> notes = Detail.read(text);
    Map<String, Map<String, String>> source = new TreeMap<>();
    Map<String, Map<String, String>> target = new TreeMap<>();
    notes.forEach(
        (key, value) -> {
          int first = key.indexOf('\t');
          if (first > 0) {
            int last = key.lastIndexOf('\t');
            (key.startsWith(SOURCE) ? source : target)
                .computeIfAbsent(key.substring(first + 1, last), table -> new TreeMap<>())
                .put(key.substring(last + 1), value);
          }
        });
    return new Standing(source, target, Boundary.of(notes, SOURCE), Boundary.of(notes, TARGET));
  }
}
