package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of {@code routes/}, in which a test plants a fault as an operator's edit would. */
public final class EditedRoutes {
  private final Path folder;

  private EditedRoutes(Path folder) {
    this.folder = folder;
  }

  /** A copy in an empty folder. */
  public static EditedRoutes in(Path folder) {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EditedRoutes(folder);
  }

  public Path folder() {
    return folder;
  }

  /** Puts steps in the place of one step. */
  public EditedRoutes replace(String route, String id, String... steps) {
    return edit(route, id, steps, false, false);
  }

  /** Puts steps before one. */
  public EditedRoutes before(String route, String id, String... steps) {
    return edit(route, id, steps, true, false);
  }

  /** Puts steps after one. */
  public EditedRoutes after(String route, String id, String... steps) {
    return edit(route, id, steps, false, true);
  }

  private EditedRoutes edit(
      String route, String id, String[] steps, boolean keptAfter, boolean keptBefore) {
    Path file = folder.resolve(route + ".camel.yaml");
    try {
      List<String> lines = Files.readAllLines(file);
      int from = step(lines, id);
      int to = end(lines, from);
      String indent = " ".repeat(lines.get(from).indexOf('-'));
      List<String> edited = new ArrayList<>(lines.subList(0, from));
      if (keptBefore) {
        edited.addAll(lines.subList(from, to));
      }
      Stream.of(steps).map(step -> indent + "- " + step).forEach(edited::add);
      if (keptAfter) {
        edited.addAll(lines.subList(from, to));
      }
      edited.addAll(lines.subList(to, lines.size()));
      Files.write(file, edited);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The line with the dash of the step that has the id. */
  private static int step(List<String> lines, String id) {
    int at = 0;
    while (at < lines.size() && !lines.get(at).matches(".*\\bid: " + id + "\\b(?!-).*")) {
      at++;
    }
    assertThat(at).as("the step %s", id).isLessThan(lines.size());
    while (!lines.get(at).strip().startsWith("- ")) {
      at--;
    }
    return at;
  }

  private static int end(List<String> lines, int from) {
    int indent = lines.get(from).indexOf('-');
    int to = from + 1;
    while (to < lines.size()
        && lines.get(to).length() - lines.get(to).stripLeading().length() > indent) {
      to++;
    }
    return to;
  }
}
