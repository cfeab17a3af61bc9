package dev.rehome.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.model.Reason;
import dev.rehome.text.Nearest;
import dev.rehome.text.Place;
import dev.rehome.text.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What Camel says of routes that it does not take, as a line of ours. */
final class RefusedRoutes {
  private static final Pattern WHERE =
      Pattern.compile("([^/\\s]+\\.camel\\.yaml), line (\\d+), column (\\d+)");
  private static final Pattern NAMED = Pattern.compile(".*: *([\\w-]+)\\s*");

  private RefusedRoutes() {}

  /** Empty if the failure is not about the routes. */
  static Optional<RoutesFault> of(Throwable failure, Path folder) {
    List<RouteFile> files = RouteFile.in(folder, new ArrayList<>());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYamlEngineException) {
        return Optional.of(new RoutesFault(List.of(unread(cause, files))));
      }
      if (cause instanceof FailedToCreateRouteException uncreated) {
        return Optional.of(new RoutesFault(List.of(of(uncreated.getRouteId(), cause, files))));
      }
      if (cause instanceof FailedToStartRouteException unstarted) {
        return Optional.of(new RoutesFault(List.of(of(unstarted.getRouteId(), cause, files))));
      }
    }
    return Optional.empty();
  }

  /** Camel names a place behind the word; the file knows where it is. */
  private static String unread(Throwable fault, List<RouteFile> files) {
    String said = firstLine(fault);
    String message = Reason.of(fault);
    Matcher named = NAMED.matcher(said);
    Matcher where = WHERE.matcher(message);
    if (!where.find()) {
      return said;
    }
    Place place = new Place(Integer.parseInt(where.group(2)), Integer.parseInt(where.group(3)));
    String word = named.matches() ? named.group(1) : "";
    return files.stream()
            .filter(file -> file.name().endsWith("/" + where.group(1)))
            .map(file -> file.at(nearest(file.tree(), word, place)))
            .findFirst()
            .orElse(where.group())
        + ": "
        + Character.toLowerCase(said.charAt(0))
        + said.substring(1)
        + Nearest.hint(word, keys());
  }

  private static Place nearest(Tree tree, String key, Place place) {
    List<Place> found = new ArrayList<>();
    collect(tree, key, found);
    return found.stream()
        .min(Comparator.comparingInt(p -> Math.abs(p.line() - place.line())))
        .orElse(place);
  }

  private static void collect(Tree tree, String key, List<Place> found) {
    if (tree instanceof Tree.Row row) {
      row.items().forEach(item -> collect(item, key, found));
    } else if (tree instanceof Tree.Branch branch) {
      branch
          .entries()
          .forEach(
              (name, value) -> {
                if (name.equals(key)) {
                  found.add(branch.places().get(name));
                }
                collect(value, key, found);
              });
    }
  }

  private static String of(String route, Throwable failure, List<RouteFile> files) {
    Throwable root = failure;
    StringBuilder all = new StringBuilder();
    while (root.getCause() != null) {
      root = root.getCause();
      all.append(root.getMessage()).append('\n');
    }
    String said = firstLine(root);
    return new RouteEntries(files, new ArrayList<>())
            .entries().stream()
                .filter(entry -> entry.id().equals(route))
                .map(entry -> entry.file().at(mentioned(entry, all.toString())))
                .findFirst()
                .orElse("routes")
        + ": route "
        + route
        + ": "
        + said;
  }

  /** The place of the longest text of the route that is repeated in what was said. */
  private static Place mentioned(RouteEntries.Entry entry, String said) {
    List<Tree.Leaf> leaves = new ArrayList<>();
    leaves(entry.route(), leaves);
    return leaves.stream()
        .filter(leaf -> leaf.text().length() > 2 && said.contains(entry.filled(leaf.text())))
        .max(Comparator.comparingInt(leaf -> leaf.text().length()))
        .map(Tree.Leaf::place)
        .orElse(entry.route().place());
  }

  private static void leaves(Tree tree, List<Tree.Leaf> found) {
    if (tree instanceof Tree.Leaf leaf) {
      found.add(leaf);
    } else if (tree instanceof Tree.Row row) {
      row.items().forEach(item -> leaves(item, found));
    } else if (tree instanceof Tree.Branch branch) {
      branch.entries().values().forEach(value -> leaves(value, found));
    }
  }

  private static String firstLine(Throwable fault) {
    return Reason.of(fault).lines().findFirst().orElse("");
  }

  /** All keys and steps that Camel's YAML knows. */
  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    try (InputStream schema =
        RefusedRoutes.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      if (schema != null) {
        for (JsonNode properties : new ObjectMapper().readTree(schema).findValues("properties")) {
          properties.fieldNames().forEachRemaining(keys::add);
        }
      }
    } catch (IOException noHint) {
      return Set.of();
    }
    return keys;
  }
}
