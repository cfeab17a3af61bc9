package dev.rehome.pipeline;

import dev.rehome.text.Nearest;
import dev.rehome.text.Place;
import dev.rehome.text.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of all files, each template once for each of its instances. */
final class RouteEntries {
  /** What may stand at the top of a file; Camel takes no notice of anything else. */
  private static final Set<String> TOP =
      Set.of("route", "routeTemplate", "templatedRoute", "routeConfiguration", "from", "beans");

  /**
   * A route that will be there.
   *
   * @param values of its parameters, when it is an instance of a template
   */
  record Entry(RouteFile file, String id, Tree.Branch route, Map<String, String> values) {
    /** A text of the route with its parameters filled in. */
    String filled(String text) {
      String filled = text;
      for (Map.Entry<String, String> value : values.entrySet()) {
        filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
      }
      return filled;
    }

    /** What begins it, e.g. {@code direct:submit}. */
    String from() {
      return branch(route, "from").flatMap(from -> text(from, "uri")).map(this::filled).orElse("");
    }
  }

  private record Template(RouteFile file, Tree.Branch body) {}

  private final List<String> faults;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Place> configurations = new HashMap<>();
  private final Map<String, Template> templates = new LinkedHashMap<>();

  /** What is wrong goes to {@code faults}. */
  RouteEntries(List<RouteFile> files, List<String> faults) {
    this.faults = faults;
    files.forEach(file -> tops(file).forEach(top -> read(file, top)));
    files.forEach(file -> tops(file).forEach(top -> instance(file, top)));
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  Set<String> configurations() {
    return Set.copyOf(configurations.keySet());
  }

  private static List<Tree.Branch> tops(RouteFile file) {
    return file.tree() instanceof Tree.Row row
        ? row.items().stream()
            .filter(Tree.Branch.class::isInstance)
            .map(Tree.Branch.class::cast)
            .toList()
        : List.of();
  }

  private void read(RouteFile file, Tree.Branch top) {
    for (String key : top.entries().keySet()) {
      if (!TOP.contains(key)) {
        faults.add(
            "%s: \"%s\" is unknown here; known are %s%s"
                .formatted(
                    file.at(top.places().get(key)),
                    key,
                    String.join(", ", TOP.stream().sorted().toList()),
                    Nearest.hint(key, TOP)));
      }
    }
    branch(top, "route")
        .ifPresent(route -> entries.add(new Entry(file, id(route), route, Map.of())));
    branch(top, "routeConfiguration")
        .ifPresent(configuration -> configurations.put(id(configuration), configuration.place()));
    branch(top, "routeTemplate")
        .ifPresent(template -> templates.put(id(template), new Template(file, template)));
  }

  private void instance(RouteFile file, Tree.Branch top) {
    Optional<Tree.Branch> asked = branch(top, "templatedRoute");
    if (asked.isEmpty()) {
      return;
    }
    String of = text(asked.get(), "routeTemplateRef").orElse("");
    Template template = templates.get(of);
    if (template == null) {
      faults.add(
          "%s: there is no routeTemplate \"%s\"%s"
              .formatted(file.at(asked.get().place()), of, Nearest.hint(of, templates.keySet())));
      return;
    }
    Map<String, String> values = new HashMap<>();
    if (asked.get().entries().get("parameters") instanceof Tree.Row parameters) {
      for (Tree item : parameters.items()) {
        if (item instanceof Tree.Branch pair) {
          values.put(text(pair, "name").orElse(""), text(pair, "value").orElse(""));
        }
      }
    }
    branch(template.body(), "route")
        .ifPresent(
            route ->
                entries.add(
                    new Entry(
                        template.file(), text(asked.get(), "routeId").orElse(of), route, values)));
  }

  private static String id(Tree.Branch branch) {
    return text(branch, "id").orElse("");
  }

  static Optional<Tree.Branch> branch(Tree.Branch of, String key) {
    return Optional.ofNullable(of.entries().get(key))
        .filter(Tree.Branch.class::isInstance)
        .map(Tree.Branch.class::cast);
  }

  static Optional<String> text(Tree.Branch of, String key) {
    return of.entries().get(key) instanceof Tree.Leaf leaf
        ? Optional.of(leaf.text())
        : Optional.empty();
  }
}
