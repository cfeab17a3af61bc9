package dev.rehome.cli.show;

import dev.rehome.store.Estimate;
import dev.rehome.store.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a move would have to do of one component. */
public record Foretold(String component, Unit unit, Estimate estimate) {
  /** {@code 12,345 rows, 1.2 MiB, 12 tables}. */
  String text() {
    List<String> words = new ArrayList<>();
    words.add((estimate.all() ? "" : "at least ") + Texts.counted(estimate.count(), unit.one()));
    words.add(Texts.bytes((double) estimate.bytes()));
    words.addAll(estimate.words());
    return String.join(", ", words);
  }

  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("component", component);
    map.put("unit", unit.many());
    map.put("count", estimate.count());
    map.put("all_counted", estimate.all());
    map.put("bytes", estimate.bytes());
    map.put("chunks", estimate.chunks());
    map.put("pause_seconds", estimate.pause().toMillis() / 1000.0);
    map.put("basis", estimate.basis());
    map.putAll(estimate.facts());
    return map;
  }
}
