package dev.rehome.postgres.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column that holds references to objects, as {@code postgres.object-references} names it.
 *
 * @param table {@code table} or {@code schema.table}; {@code {tenant}} and {@code {id}} are not
 *     replaced yet
 * @param pointer where in a JSON document the reference is, token by token; {@value #EACH} stands
 *     for every element of an array and every value of an object; empty for a column of texts
 */
public record ObjectReference(String table, String column, Optional<List<String>> pointer) {
  /** The token for all elements or values. */
  public static final String EACH = "*";

  public static final String RULE =
      "must be table.column or schema.table.column, for JSON with a pointer behind a colon, e.g."
          + " documents.url,documents.meta:/files/*/url";

  public ObjectReference {
    pointer = pointer.map(List::copyOf);
  }

  /** Empty for a text that is none. */
  public static Optional<ObjectReference> parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    int dot = name.lastIndexOf('.');
    if (dot < 1 || name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
      return Optional.empty();
    }
    String table = name.substring(0, dot).strip();
    String column = name.substring(dot + 1).strip();
    if (table.isEmpty() || column.isEmpty()) {
      return Optional.empty();
    }
    if (colon < 0) {
      return Optional.of(new ObjectReference(table, column, Optional.empty()));
    }
    return tokens(text.substring(colon + 1).strip())
        .map(tokens -> new ObjectReference(table, column, Optional.of(tokens)));
  }

  /** The tokens of a JSON pointer (RFC 6901) that is not empty. */
  private static Optional<List<String>> tokens(String pointer) {
    if (!pointer.startsWith("/") || pointer.replaceAll("~[01]", "").contains("~")) {
      return Optional.empty();
    }
    List<String> tokens = new ArrayList<>();
    for (String token : pointer.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return Optional.of(tokens);
  }

  /** Whether a string of a document may be meant by both pointers. */
  public boolean overlaps(ObjectReference other) {
    List<String> ours = pointer.orElse(List.of());
    List<String> theirs = other.pointer.orElse(List.of());
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      boolean any = ours.get(i).equals(EACH) || theirs.get(i).equals(EACH);
      if (!any && !ours.get(i).equals(theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** As it is configured, {@code documents.meta:/file/url}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(table + "." + column);
    pointer.ifPresent(
        tokens -> {
          text.append(':');
          tokens.forEach(
              token -> text.append('/').append(token.replace("~", "~0").replace("/", "~1")));
        });
    return text.toString();
  }
}
