package dev.rehome.structure;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A name stands for one thing, a package can be read at a glance, a file holds one idea. */
class NamesTest {
  private static final int FILES_IN_A_PACKAGE_MAX = 25;
  private static final int LINES_OF_A_FILE_MAX = 250;

  @Test
  void aNameStandsOnceOverTheProgramAndItsTests() throws IOException {
    Map<String, List<String>> places = places(sources("src"), Path::getFileName);
    places.remove("package-info.java");
    places.values().removeIf(files -> files.size() == 1);
    assertThat(places).isEmpty();
  }

  @Test
  void aPackageHasAtMostTwentyFiveFiles() throws IOException {
    List<Path> files =
        sources("src").stream().filter(file -> !file.endsWith("package-info.java")).toList();
    Map<String, List<String>> packages = places(files, Path::getParent);
    packages.values().removeIf(inIt -> inIt.size() <= FILES_IN_A_PACKAGE_MAX);
    assertThat(packages.keySet()).isEmpty();
  }

  @Test
  void aFileOfTheProgramHasAtMostTwoHundredAndFiftyLines() throws IOException {
    Map<String, Integer> lines = new TreeMap<>();
    for (Path file : sources("src/main")) {
      lines.put(file.toString(), Files.readAllLines(file).size());
    }
    lines.values().removeIf(count -> count <= LINES_OF_A_FILE_MAX);
    assertThat(lines).isEmpty();
  }

  private static List<Path> sources(String root) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static Map<String, List<String>> places(
      List<Path> files, java.util.function.Function<Path, Path> by) {
    return files.stream()
        .collect(
            groupingBy(
                file -> by.apply(file).toString(),
                TreeMap::new,
                mapping(Path::toString, toList())));
  }
}
