package dev.rehome.postgres.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What two looks at the tables of one cell differ in, as sentences. */
final class Changes {
  private static final int SHOWN_MAX = 200;

  private final String cell;
  private final Map<String, Map<String, String>> then;
  private final Map<String, Map<String, String>> now;

  Changes(
      String cell, Map<String, Map<String, String>> then, Map<String, Map<String, String>> now) {
    this.cell = cell;
    this.then = then;
    this.now = now;
  }

  /** Every difference in these facts, and every table that came or went. */
  List<String> all(Set<String> facts) {
    List<String> changes = new ArrayList<>();
    Map<String, String> byId = new TreeMap<>();
    now.forEach((table, fact) -> byId.put(fact.get(TableFacts.ID), table));
    then.forEach(
        (table, old) -> {
          if (!now.containsKey(table)) {
            String id = old.get(TableFacts.ID);
            changes.add(
                byId.containsKey(id)
                    ? "%s %s: is now called %s".formatted(cell, table, byId.get(id))
                    : "%s %s: is gone: dropped, detached or renamed".formatted(cell, table));
          }
        });
    now.forEach(
        (table, fact) -> {
          String before = "%s %s: came since the proof: made, attached or renamed";
          if (!then.containsKey(table) && !then.values().stream().anyMatch(sameAs(fact))) {
            changes.add(before.formatted(cell, table));
          }
        });
    changes.addAll(kept(facts));
    return changes;
  }

  private static Predicate<Map<String, String>> sameAs(Map<String, String> fact) {
    return old -> old.get(TableFacts.ID).equals(fact.get(TableFacts.ID));
  }

  /** Every difference in these facts, of tables that were there and are. */
  List<String> kept(Set<String> facts) {
    List<String> changes = new ArrayList<>();
    then.forEach(
        (table, old) -> {
          for (String fact : new TreeSet<>(facts)) {
            Map<String, String> present = now.get(table);
            if (present != null && !Objects.equals(old.get(fact), present.get(fact))) {
              changes.add(
                  "%s %s: %s"
                      .formatted(cell, table, words(fact, old.get(fact), present.get(fact))));
              if (fact.equals(TableFacts.ID)) {
                break; // another table: nothing else of it is to be compared
              }
            }
          }
        });
    return changes;
  }

  private static String words(String fact, String old, String now) {
    String both = "(%s at the proof, %s now)".formatted(shown(old), shown(now));
    return switch (fact) {
      case TableFacts.ID -> "is another table than at the proof " + both;
      case TableFacts.FILE ->
          "was rewritten, emptied or put elsewhere: its file is another " + both;
      case TableFacts.COLUMNS -> "has other columns " + both;
      case TableFacts.PARTITION -> "was attached or detached " + both;
      case TableFacts.ROW_SECURITY -> "its row-level security was switched " + both;
      case TableFacts.GUARD -> "the guard's triggers are not enabled as they were put up " + both;
      case TableFacts.UNLOGGED ->
          "is unlogged, and its server was started again: a crash empties such tables " + both;
      default -> throw new IllegalArgumentException(fact);
    };
  }

  private static String shown(String value) {
    String text = value == null ? "none" : value;
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }
}
