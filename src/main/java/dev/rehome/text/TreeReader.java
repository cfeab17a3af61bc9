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
import java.util.Optional;

/** From the tokens of Jackson to a {@link Tree}. */
final class TreeReader {
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder().maxNestingDepth(20).maxNumberLength(40).build();
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(BOUNDS).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder().streamReadConstraints(BOUNDS).build();

  private final JsonParser parser;
  private final List<Fault> faults;

  private TreeReader(JsonParser parser, List<Fault> faults) {
    this.parser = parser;
    this.faults = faults;
  }

  static Optional<Tree> yaml(String text, List<Fault> faults) {
    try (JsonParser parser = YAML.createParser(text)) {
      return new TreeReader(parser, faults).document("YAML");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Tree> json(String text, List<Fault> faults) {
    try (JsonParser parser = JSON.createParser(text)) {
      return new TreeReader(parser, faults).document("JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Tree> document(String format) throws IOException {
    Optional<Tree> tree = Optional.empty();
    try {
      if (parser.nextToken() == null) {
        fault(Place.START, "there is nothing in it");
        return tree;
      }
      tree = Optional.of(value());
      if (parser.nextToken() != null) {
        fault(place(), "more follows; one document is all there may be");
      }
    } catch (StreamConstraintsException e) {
      fault(place(parser.currentLocation()), e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      fault(place(e.getLocation()), "is no " + format + ": " + sentence(format, e));
    }
    return tree;
  }

  private void fault(Place place, String message) {
    faults.add(new Fault(place, message));
  }

  private Tree value() throws IOException {
    Place place = place();
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

  private Tree branch(Place place) throws IOException {
    Map<String, Tree> entries = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Place at = place();
      Place before = places.putIfAbsent(key, at);
      if (before != null) {
        fault(at, "key \"" + key + "\" is there twice, first at " + before + "; keep one");
      }
      parser.nextToken();
      entries.put(key, value());
    }
    return new Tree.Branch(place, entries, places);
  }

  private Tree row(Place place) throws IOException {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Tree.Row(place, items);
  }

  /** Jackson would hand an alias out as a text, its name. */
  private void refuseAlias() throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      fault(place(), "aliases (*) are not taken; write the value out");
    }
  }

  private Place place() {
    return place(parser.currentTokenLocation());
  }

  private static Place place(JsonLocation at) {
    return at == null
        ? Place.START
        : new Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  /** The parser's own words are for those who write parsers. */
  private static String sentence(String format, JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage());
    if (said.contains("TAB") || said.contains("'\\t'")) {
      return "there is a tab here; use blanks";
    }
    return format.equals("YAML")
        ? "look before here for a bracket or a quote that is not closed, a colon without a blank,"
            + " or an indent that does not fit"
        : "look before here for a bracket or a quote that is not closed, or a comma or colon that"
            + " is missing or too many";
  }
}
