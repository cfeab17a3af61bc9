package dev.rehome.postgres.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.ObjectColumn;
import dev.rehome.postgres.scope.ObjectColumn.Kind;
import dev.rehome.postgres.settings.ObjectReference;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The texts in a column's values that may be references. */
record ObjectTexts(ObjectColumn column) {
  private static final int NESTING_MOST = 3000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxNestingDepth(NESTING_MOST)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final List<String> ALL_ELEMENTS = List.of();

  /** The value as one text: of an array its bounds and, behind a blank, its elements. */
  String sql() {
    String name = Sql.name(column.name());
    return column.kind().array()
        ? "coalesce(pg_catalog.array_dims(%1$s), '') || ' ' || pg_catalog.to_json(%1$s)::pg_catalog.text"
            .formatted(name)
        : name + "::pg_catalog.text";
  }

  /**
   * The value with each text replaced, in one of the spellings that mean the same.
   *
   * @param concerns whether a document with such a text may have been written anew
   */
  String replaced(String value, UnaryOperator<String> each, Predicate<String> concerns) {
    if (column.kind() == Kind.TEXT) {
      return each.apply(value);
    }
    if (column.kind().array()) {
      int blank = value.indexOf(' ');
      JsonNode elements = parsed(value.substring(blank + 1));
      return value.substring(0, blank) + canonical(elements(elements, each));
    }
    if (column.kind() == Kind.JSON && in(value).stream().noneMatch(concerns)) {
      return value;
    }
    JsonNode document = parsed(value);
    for (List<String> pointer : column.pointers()) {
      document = at(document, pointer, each);
    }
    return canonical(document);
  }

  /** All of them. */
  List<String> in(String value) {
    List<String> texts = new ArrayList<>();
    if (column.kind() == Kind.TEXT) {
      return List.of(value);
    }
    UnaryOperator<String> noted =
        text -> {
          texts.add(text);
          return text;
        };
    if (column.kind().array()) {
      elements(parsed(value.substring(value.indexOf(' ') + 1)), noted);
    } else {
      JsonNode document = parsed(value);
      column.pointers().forEach(pointer -> at(document, pointer, noted));
    }
    return texts;
  }

  private JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MoveFailed(
          "a value of column %s cannot be read as JSON: %s"
              .formatted(column.name(), e.getOriginalMessage()),
          e);
    }
  }

  /** Elements of elements, too. */
  private static JsonNode elements(JsonNode node, UnaryOperator<String> each) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, elements(array.get(i), each));
      }
    }
    return at(node, ALL_ELEMENTS, each);
  }

  private static JsonNode at(JsonNode node, List<String> pointer, UnaryOperator<String> each) {
    if (pointer.isEmpty()) {
      return node.isTextual() ? TextNode.valueOf(each.apply(node.textValue())) : node;
    }
    String token = pointer.get(0);
    boolean all = token.equals(ObjectReference.EACH);
    List<String> rest = pointer.subList(1, pointer.size());
    if (node instanceof ObjectNode object) {
      for (String key : all ? new TreeSet<>(names(object)) : List.of(token)) {
        if (object.has(key)) {
          object.set(key, at(object.get(key), rest, each));
        }
      }
    } else if (node instanceof ArrayNode array) {
      boolean index = !all && token.matches("0|[1-9][0-9]{0,8}");
      int first = all ? 0 : index ? Integer.parseInt(token) : array.size();
      int last = all ? array.size() - 1 : first;
      for (int i = first; i <= last && i < array.size(); i++) {
        array.set(i, at(array.get(i), rest, each));
      }
    }
    return node;
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Keys in order, numbers as the server's numeric prints them. */
  private static String canonical(JsonNode node) {
    StringBuilder text = new StringBuilder();
    write(node, text);
    return text.toString();
  }

  private static void write(JsonNode node, StringBuilder text) {
    if (node instanceof ObjectNode object) {
      text.append('{');
      for (String key : new TreeSet<>(names(object))) {
        text.append(TextNode.valueOf(key)).append(':');
        write(object.get(key), text);
        text.append(',');
      }
      text.append('}');
    } else if (node instanceof ArrayNode array) {
      text.append('[');
      for (JsonNode element : array) {
        write(element, text);
        text.append(',');
      }
      text.append(']');
    } else if (node.isNumber()) {
      text.append(node.decimalValue().toPlainString());
    } else {
      text.append(node);
    }
  }
}
