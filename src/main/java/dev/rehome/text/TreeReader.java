package dev.rehome.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the tokens of Jackson to a {@link Tree}. */
final class TreeReader {
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder().maxNestingDepth(20).maxNumberLength(40).build();
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(BOUNDS).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder().streamReadConstraints(BOUNDS).build();

  private final JsonParser parser;
  private final List<String> faults = new ArrayList<>();

  private TreeReader(JsonParser parser) {
    this.parser = parser;
  }

  static Tree yaml(String text) {
    try (JsonParser parser = YAML.createParser(text)) {
      return new TreeReader(parser).document("YAML");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Tree json(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return new TreeReader(parser).document("JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Tree document(String format) throws IOException {
    try {
      if (parser.nextToken() == null) {
        throw new TreeFault(List.of("line 1, column 1: there is nothing in it"));
      }
      Tree tree = value();
      if (parser.nextToken() != null) {
        faults.add(place() + ": a second document begins; one is all there may be");
      }
      if (!faults.isEmpty()) {
        throw new TreeFault(faults);
      }
      return tree;
    } catch (StreamConstraintsException e) {
      faults.add(place(e) + ": " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      faults.add(place(e) + ": is no " + format + ": " + firstLine(e.getOriginalMessage()));
    }
    throw new TreeFault(faults);
  }

  private Tree value() throws IOException {
    Tree.Place place = place();
    refuseAlias();
    return switch (parser.currentToken()) {
      case START_OBJECT -> branch(place);
      case START_ARRAY -> row(place);
      case VALUE_NUMBER_INT -> new Tree.Leaf(place, Tree.Kind.INTEGER, parser.getText());
      case VALUE_NUMBER_FLOAT -> new Tree.Leaf(place, Tree.Kind.FRACTION, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Tree.Leaf(place, Tree.Kind.BOOLEAN, parser.getText());
      case VALUE_NULL -> new Tree.Leaf(place, Tree.Kind.NULL, "null");
      case VALUE_STRING, VALUE_EMBEDDED_OBJECT, FIELD_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE ->
          new Tree.Leaf(place, Tree.Kind.TEXT, parser.getText());
    };
  }

  private Tree branch(Tree.Place place) throws IOException {
    Map<String, Tree> entries = new LinkedHashMap<>();
    Map<String, Tree.Place> places = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Tree.Place at = place();
      Tree.Place before = places.putIfAbsent(key, at);
      if (before != null) {
        faults.add(at + ": key \"" + key + "\" is there twice, first at " + before);
      }
      parser.nextToken();
      entries.put(key, value());
    }
    return new Tree.Branch(place, entries, places);
  }

  private Tree row(Tree.Place place) throws IOException {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Tree.Row(place, items);
  }

  /** Jackson would hand an alias out as a text, its name. */
  private void refuseAlias() throws IOException {
    if (parser instanceof YAMLParser yaml
        && (yaml.isCurrentAlias() || parser.getObjectId() != null)) {
      faults.add(place() + ": anchors (&) and aliases (*) are not taken; write the value out");
    }
  }

  private Tree.Place place() {
    return place(parser.currentTokenLocation());
  }

  private static Tree.Place place(JsonProcessingException e) {
    return place(e.getLocation());
  }

  private static Tree.Place place(JsonLocation at) {
    return at == null
        ? new Tree.Place(1, 1)
        : new Tree.Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
