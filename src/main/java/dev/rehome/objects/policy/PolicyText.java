package dev.rehome.objects.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A bucket's policy as the store tells it. A statement goes in and out by the place of its text:
 * all other bytes stay as they are, and what is put in and taken out again leaves no trace.
 *
 * @param json empty: the bucket has no policy
 */
public record PolicyText(String json) {
  public static final PolicyText NONE = new PolicyText("");

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final JsonFactory PLACES = new JsonFactory();

  /** From the first character to behind the last. */
  private record Span(int start, int end) {}

  /** The value of {@code Statement}, which may be one statement or an array of them. */
  private record Layout(Span value, boolean array, List<Span> statements) {}

  public boolean isNone() {
    return json.isEmpty();
  }

  /** Whether it is a policy, or none: a store that knows no policies may answer anything. */
  public boolean readable() {
    try {
      return isNone() || tree().path("Statement").isContainerNode();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Whether both say the same as JSON; the order of fields, and the space between, are nothing. */
  public boolean same(PolicyText other) {
    if (isNone() || other.isNone()) {
      return isNone() == other.isNone();
    }
    return tree().equals(other.tree());
  }

  /** The statements, in their order. */
  public List<JsonNode> statements() {
    if (isNone()) {
      return List.of();
    }
    JsonNode value = tree().path("Statement");
    List<JsonNode> statements = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(statements::add);
    } else if (value.isObject()) {
      statements.add(value);
    }
    return statements;
  }

  /**
   * With one more statement: behind the others; before a lone one that is no array, by which {@link
   * #without} knows what it was.
   */
  public PolicyText with(String statement) {
    if (isNone()) {
      return new PolicyText("{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}");
    }
    Layout layout = layout();
    if (!layout.array) {
      return cut(layout.value, "[" + statement + "," + text(layout.value) + "]");
    }
    if (layout.statements.isEmpty()) {
      return cut(layout.value, "[" + statement + "]");
    }
    int end = layout.statements.get(layout.statements.size() - 1).end;
    return cut(new Span(end, end), "," + statement);
  }

  /** Without the statement of that Sid; none at all when no other is left. */
  public PolicyText without(String sid) {
    int index = index(sid);
    if (index < 0) {
      return this;
    }
    Layout layout = layout();
    List<Span> all = layout.statements;
    if (all.size() == 1) {
      return NONE;
    }
    if (index > 0) {
      return cut(new Span(all.get(index - 1).end, all.get(index).end), "");
    }
    return all.size() == 2
        ? cut(layout.value, text(all.get(1)))
        : cut(new Span(all.get(0).start, all.get(1).start), "");
  }

  /** With another statement where the one of that Sid is. */
  public PolicyText replaced(String sid, String statement) {
    int index = index(sid);
    return index < 0 ? with(statement) : cut(layout().statements.get(index), statement);
  }

  private int index(String sid) {
    List<JsonNode> statements = statements();
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).path("Sid").asText().equals(sid)) {
        return i;
      }
    }
    return -1;
  }

  private String text(Span span) {
    return json.substring(span.start, span.end);
  }

  private PolicyText cut(Span span, String instead) {
    return new PolicyText(json.substring(0, span.start) + instead + json.substring(span.end));
  }

  private JsonNode tree() {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Layout layout() {
    try (JsonParser parser = PLACES.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("Statement");
        parser.nextToken();
        if (found) {
          return layout(parser);
        }
        parser.skipChildren();
      }
      throw new IllegalArgumentException("a policy must have a Statement, got none");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Layout layout(JsonParser parser) throws IOException {
    int start = place(parser);
    List<Span> statements = new ArrayList<>();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      Span alone = value(parser);
      return new Layout(alone, false, List.of(alone));
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      statements.add(value(parser));
    }
    return new Layout(new Span(start, place(parser) + 1), true, statements);
  }

  private static Span value(JsonParser parser) throws IOException {
    int start = place(parser);
    parser.skipChildren();
    return new Span(start, place(parser) + 1);
  }

  private static int place(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }
}
