package dev.rehome.settings;

import dev.rehome.settings.Keys.CellKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder {@code cells} beside the properties file: one {@code NAME.properties} a cell. */
final class CellFiles {
  private static final String ENDING = ".properties";

  private final Path folder;

  CellFiles(Path directory) {
    this.folder = directory.resolve("cells");
  }

  /** The files that are there now, by cell. */
  Map<String, Path> present(List<String> faults) {
    Map<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      inside
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .forEach(file -> files.put(cell(file), file));
    } catch (IOException | UncheckedIOException e) {
      faults.add("cells: cannot be listed (" + e + "); the folder must be readable");
    }
    files.keySet().stream()
        .filter(name -> !Keys.isCellName(name))
        .forEach(name -> faults.add("cells/" + name + ENDING + ": " + Keys.CELL_NAME_RULE));
    files.keySet().removeIf(name -> !Keys.isCellName(name));
    return files;
  }

  /** Whether the cell's file is there now. */
  boolean has(String cell) {
    return Keys.isCellName(cell) && Files.isRegularFile(file(cell));
  }

  Path file(String cell) {
    return folder.resolve(cell + ENDING);
  }

  /** The cell's properties by their keys in full, which the file may leave out. */
  Map<String, Given> read(String cell, List<String> faults) {
    Map<String, Given> given = new LinkedHashMap<>();
    PropertiesText.read(file(cell), "cells/" + cell + ENDING, faults)
        .values()
        .forEach(
            one -> {
              String key =
                  one.key().startsWith(Keys.PREFIX)
                      ? one.key()
                      : new CellKey(cell, one.key()).toString();
              Given full = new Given(key, one.value(), one.where());
              if (!key.startsWith(Keys.CELL + cell + ".")) {
                faults.add(
                    "%s: %s is not a key of cell %s; write it into application.properties"
                        .formatted(one.where(), key, cell));
              } else if (given.putIfAbsent(key, full) != null) {
                faults.add(
                    "%s: %s is given before, at %s"
                        .formatted(one.where(), key, given.get(key).where()));
              }
            });
    return given;
  }

  private static String cell(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }
}
