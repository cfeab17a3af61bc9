package dev.rehome.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * YAML or JSON as it is written, with the place of everything in it. One document, no key twice, no
 * aliases, at most 20 levels.
 */
public sealed interface Tree {
  /** Where it begins. */
  Place place();

  /** The tree of a YAML text; empty if it is none. What is wrong goes to {@code faults}. */
  static Optional<Tree> ofYaml(String text, List<Fault> faults) {
    return TreeReader.yaml(text, faults);
  }

  /** The tree of a JSON text; empty if it is none. What is wrong goes to {@code faults}. */
  static Optional<Tree> ofJson(String text, List<Fault> faults) {
    return TreeReader.json(text, faults);
  }

  /** What somebody would call it in a message. */
  String shown();

  /** A text, number, boolean or null. */
  record Leaf(Place place, Kind kind, String text) implements Tree {
    public boolean isText() {
      return kind == Kind.TEXT;
    }

    @Override
    public String shown() {
      return switch (kind) {
        case TEXT -> '"' + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + '"';
        case INTEGER, FRACTION, BOOLEAN, NULL -> text;
      };
    }
  }

  /** What a leaf is. */
  enum Kind {
    TEXT,
    INTEGER,
    FRACTION,
    BOOLEAN,
    NULL
  }

  /**
   * A map.
   *
   * @param entries in the order of the text
   * @param places of the keys
   */
  record Branch(Place place, Map<String, Tree> entries, Map<String, Place> places) implements Tree {
    public Branch {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
      places = Map.copyOf(places);
    }

    @Override
    public String shown() {
      return "a map";
    }
  }

  /** A list. */
  record Row(Place place, List<Tree> items) implements Tree {
    public Row {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return "a list";
    }
  }
}
