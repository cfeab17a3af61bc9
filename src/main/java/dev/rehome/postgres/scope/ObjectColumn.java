package dev.rehome.postgres.scope;

import java.util.List;
import java.util.Optional;

/**
 * A column with references to objects.
 *
 * @param pointers where they are in a JSON document, each token by token; none for texts
 */
public record ObjectColumn(
    String name, Kind kind, List<List<String>> pointers, ObjectPlaces places) {

  /** How a column holds them. */
  public enum Kind {
    TEXT,
    TEXT_ARRAY,
    VARCHAR_ARRAY,
    JSON,
    JSONB;

    /** By the type as {@code format_type} spells it; empty for one that can hold none. */
    public static Optional<Kind> of(String type) {
      boolean array = type.endsWith("[]");
      String element = array ? type.substring(0, type.length() - 2) : type;
      String plain = element.replaceFirst("\\(\\d+\\)$", "");
      return switch (plain) {
        case "text" -> Optional.of(array ? TEXT_ARRAY : TEXT);
        case "character varying" -> Optional.of(array ? VARCHAR_ARRAY : TEXT);
        case "character" -> array ? Optional.empty() : Optional.of(TEXT);
        case "json" -> array ? Optional.empty() : Optional.of(JSON);
        case "jsonb" -> array ? Optional.empty() : Optional.of(JSONB);
        default ->
            !array && (plain.equals("citext") || plain.endsWith(".citext"))
                ? Optional.of(TEXT)
                : Optional.empty();
      };
    }

    /** Whether a pointer says where in the value the references are. */
    public boolean pointed() {
      return this == JSON || this == JSONB;
    }

    public boolean array() {
      return this == TEXT_ARRAY || this == VARCHAR_ARRAY;
    }
  }

  public ObjectColumn {
    pointers = pointers.stream().map(List::copyOf).toList();
  }
}
