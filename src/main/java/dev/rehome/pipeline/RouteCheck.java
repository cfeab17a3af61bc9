package dev.rehome.pipeline;

import dev.rehome.phases.Step;
import dev.rehome.text.Nearest;
import dev.rehome.text.Place;
import dev.rehome.text.Tree;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Camel would find out only in the middle of a move, or never: a route that is not there, a
 * {@code direct:} that nobody answers, a configuration or a bean of a wrong name.
 */
final class RouteCheck {
  /** The routes of one component that a move calls. */
  private static final List<String> OF_A_COMPONENT = List.of("check", "copy", "verify", "discard");

  private static final Set<String> POOLS = Set.of(Threads.CHUNKS, Threads.MOVES);

  private final Map<String, Object> beans;
  private final List<RouteEntries.Entry> entries;
  private final Set<String> configurations;
  private final Set<String> answered = new TreeSet<>();
  private final Set<String> faults = new LinkedHashSet<>();

  private RouteCheck(RouteEntries routes, Map<String, Object> beans) {
    this.beans = beans;
    this.entries = routes.entries();
    this.configurations = routes.configurations();
    entries.forEach(entry -> answered.add(entry.from()));
  }

  /**
   * Nothing happens if the routes can carry a move.
   *
   * @param components the names of all that a move may have
   * @param beans by the names that routes call them
   * @throws RoutesFault with everything that is wrong
   */
  static void require(Path folder, Collection<String> components, Map<String, Object> beans) {
    List<String> faults = new ArrayList<>();
    List<RouteFile> files = RouteFile.in(folder, faults);
    RouteEntries routes = new RouteEntries(files, faults);
    // a file that could not be read has routes that would only seem to be missing
    if (faults.isEmpty()) {
      RouteCheck check = new RouteCheck(routes, beans);
      check.all(folder.getFileName() + "", components);
      faults.addAll(check.faults);
    }
    if (!faults.isEmpty()) {
      throw new RoutesFault(faults);
    }
  }

  private void all(String folder, Collection<String> components) {
    called(components).forEach((uri, file) -> present(folder, uri, file));
    if (entries.stream().noneMatch(entry -> entry.id().equals("worker"))) {
      missing(folder, "there is no route \"worker\"", "worker");
    }
    for (RouteEntries.Entry entry : entries) {
      RouteEntries.text(entry.route(), "routeConfigurationId")
          .filter(id -> !configurations.contains(id))
          .ifPresent(
              id ->
                  faults.add(
                      "%s: there is no routeConfiguration \"%s\"; errors.camel.yaml has those of the program%s"
                          .formatted(
                              at(entry, entry.route(), "routeConfigurationId"),
                              id,
                              Nearest.hint(id, configurations))));
      look(entry, entry.route());
    }
  }

  /** What Java calls, with the file in which the program has it. */
  private static Map<String, String> called(Collection<String> components) {
    Map<String, String> called = new LinkedHashMap<>();
    Stream.of(Step.values())
        .map(step -> step.name().toLowerCase(Locale.ROOT))
        .forEach(name -> called.put("direct:" + name, name));
    called.put("direct:look-again", "spine");
    called.put("direct:submit", "submit");
    for (String component : components) {
      OF_A_COMPONENT.forEach(part -> called.put("direct:" + part + "-" + component, component));
    }
    return called;
  }

  private void present(String folder, String uri, String file) {
    if (!answered.contains(uri)) {
      missing(folder, "no route begins with " + uri + ", which moves need", file);
    }
  }

  private void missing(String folder, String what, String file) {
    faults.add(
        "%s: %s; it belongs into %s, put it back as the program has it"
            .formatted(folder, what, file + RouteFile.ENDING));
  }

  private void look(RouteEntries.Entry entry, Tree tree) {
    if (tree instanceof Tree.Row row) {
      row.items().forEach(item -> look(entry, item));
    } else if (tree instanceof Tree.Branch branch) {
      branch
          .entries()
          .forEach(
              (key, value) -> {
                if (value instanceof Tree.Leaf leaf) {
                  leaf(entry, key, leaf);
                }
                look(entry, value);
              });
      bean(entry, branch);
    }
  }

  private void leaf(RouteEntries.Entry entry, String key, Tree.Leaf leaf) {
    String text = entry.filled(leaf.text());
    switch (key) {
      case "uri", "to", "toD" -> direct(entry, leaf.place(), text);
      case "executorService" -> named(entry, leaf.place(), text, POOLS);
      default -> {
        if (text.matches("#[\\w-]+")) {
          named(entry, leaf.place(), text.substring(1), beans.keySet());
        }
      }
    }
  }

  private void direct(RouteEntries.Entry entry, Place place, String uri) {
    if (uri.startsWith("direct:") && !uri.contains("${") && !answered.contains(uri)) {
      faults.add(
          "%s: no route begins with %s%s"
              .formatted(entry.file().at(place), uri, Nearest.hint(uri, answered)));
    }
  }

  private void named(RouteEntries.Entry entry, Place place, String name, Collection<String> known) {
    if (!known.contains(name)) {
      faults.add(
          "%s: there is nothing called \"%s\" for it; known are %s%s"
              .formatted(
                  entry.file().at(place),
                  name,
                  String.join(", ", new TreeSet<>(known)),
                  Nearest.hint(name, known)));
    }
  }

  private void bean(RouteEntries.Entry entry, Tree.Branch branch) {
    String ref = RouteEntries.text(branch, "ref").map(entry::filled).orElse("");
    if (ref.isEmpty() || !branch.entries().containsKey("method")) {
      return;
    }
    Object bean = beans.get(ref);
    if (bean == null) {
      named(entry, branch.entries().get("ref").place(), ref, beans.keySet());
      return;
    }
    String method =
        RouteEntries.text(branch, "method").orElse("").replaceFirst("\\(.*", "").strip();
    Set<String> methods = new TreeSet<>();
    for (Method known : bean.getClass().getMethods()) {
      if (known.getDeclaringClass() != Object.class) {
        methods.add(known.getName());
      }
    }
    if (!methods.contains(method)) {
      faults.add(
          "%s: the bean %s has no method \"%s\"; it has %s%s"
              .formatted(
                  at(entry, branch, "method"),
                  ref,
                  method,
                  String.join(", ", methods),
                  Nearest.hint(method, methods)));
    }
  }

  private static String at(RouteEntries.Entry entry, Tree.Branch branch, String key) {
    return entry.file().at(branch.places().get(key));
  }
}
