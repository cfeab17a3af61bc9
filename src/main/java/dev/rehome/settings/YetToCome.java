package dev.rehome.settings;

import dev.rehome.settings.Section.SectionKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kinds of stores that may be configured already and that nobody moves yet: a move refuses to leave
 * them behind in silence. What is registered under one of the names takes its place.
 */
public final class YetToCome {
  static final Map<String, SectionKeys> KEYS =
      Map.of(
          "kafka",
          new SectionKeys(
              Set.of("bootstrap-servers", "topics", "groups", "tenant", "topic-name"),
              Set.of(),
              Set.of("properties.")),
          "search",
          new SectionKeys(
              Set.of("url", "indices", "tenant-field", "index-name", "user", "ca-file"),
              Set.of("api-key", "password")),
          "cache",
          new SectionKeys(Set.of("key-prefix", "exclude"), Set.of("url")));

  /** Their names, in the order of the drain. */
  public static final List<String> NAMES = List.of("kafka", "search", "cache");

  /** Those whose source will only be observed. */
  public static final List<String> OBSERVED = List.of("kafka", "search");

  private YetToCome() {}
}
