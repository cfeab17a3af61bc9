package dev.rehome.pipeline;

import dev.rehome.text.Fault;
import dev.rehome.text.Place;
import dev.rehome.text.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of routes as it is written.
 *
 * @param name as messages call it: the folder's name and its own
 */
record RouteFile(String name, Tree tree) {
  static final String ENDING = ".camel.yaml";

  /**
   * Those of a folder, by name; everything that keeps one from being read goes to {@code faults}.
   */
  static List<RouteFile> in(Path folder, List<String> faults) {
    List<RouteFile> read = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(RouteFile::isOne).sorted().toList()) {
        String name = folder.getFileName() + "/" + file.getFileName();
        read(file, name, faults).ifPresent(tree -> read.add(new RouteFile(name, tree)));
      }
    } catch (IOException e) {
      faults.add(folder + ": cannot be read; it must be a folder of files *" + ENDING);
    }
    return read;
  }

  private static boolean isOne(Path file) {
    return file.getFileName().toString().endsWith(ENDING);
  }

  private static Optional<Tree> read(Path file, String name, List<String> faults) {
    try {
      List<Fault> found = new ArrayList<>();
      Optional<Tree> tree = Tree.ofYaml(Files.readString(file), found);
      found.forEach(fault -> faults.add(name + ", " + fault));
      return found.isEmpty() ? tree : Optional.empty();
    } catch (IOException e) {
      faults.add(name + ": cannot be read as UTF-8 text");
      return Optional.empty();
    }
  }

  String at(Place place) {
    return name + ", " + place;
  }
}
