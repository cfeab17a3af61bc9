package dev.rehome.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * YAML or JSON as it is written, with the place of everything in it. One document, no key twice, no
 * anchors and aliases, at most 20 levels.
 */
public sealed interface Tree {
  /** Where it begins. */
  Place place();

  /**
   * The tree of a YAML text.
   *
   * @throws TreeFault if it is none
   */
  static Tree ofYaml(String text) {
    return TreeReader.yaml(text);
  }

  /**
   * The tree of a JSON text.
   *
   * @throws TreeFault if it is none
   */
  static Tree ofJson(String text) {
    return TreeReader.json(text);
  }

  /** What somebody would call it in a message. */
  String shown();

  /** Both count from 1. */
  record Place(int line, int column) {
    @Override
    public String toString() {
      return "line " + line + ", column " + column;
    }
  }

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
