package dev.rehome.settings;

import dev.rehome.settings.Keys.CellKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which variable of the environment means which key: upper case, {@code .} and {@code -} as {@code
 * _}. The way back is not unique, so it goes by the keys that are known.
 */
final class EnvironmentNames {
  private final Keys known;
  private final Map<String, String> keys = new TreeMap<>();
  private final Set<String> cells = new TreeSet<>();

  /**
   * @param keys those that are known
   * @param cells that the files name
   * @param given the keys of the files, among them those that are free in form
   * @param faults two keys that would be one variable
   */
  EnvironmentNames(
      Keys keys, Collection<String> cells, Collection<String> given, List<String> faults) {
    this.known = keys;
    this.cells.addAll(cells);
    Map<String, String> byName = new TreeMap<>();
    for (String cell : this.cells) {
      String other = byName.putIfAbsent(of(cell), cell);
      if (other != null) {
        faults.add(
            "cells %s and %s are one in the environment (%s_…); rename one"
                .formatted(other, cell, of(Keys.CELL + cell)));
      }
    }
    Set<String> all = new TreeSet<>(Keys.GLOBAL);
    byName.values().forEach(cell -> all.addAll(keys.with(cell)));
    given.stream()
        .filter(keys::isKnown)
        .filter(key -> Keys.cellKey(key).map(k -> byName.containsValue(k.cell())).orElse(true))
        .forEach(all::add);
    for (String key : all) {
      String other = this.keys.putIfAbsent(of(key), key);
      if (other != null) {
        faults.add(
            "%s and %s are one in the environment (%s); rename one".formatted(other, key, of(key)));
      }
    }
  }

  /** {@code rehome.moves-max} is {@code REHOME_MOVES_MAX}. */
  static String of(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The key that the variable means. A cell that only the environment names is in lower case. */
  Optional<String> key(String variable) {
    String plain = keys.get(variable);
    return plain != null ? Optional.of(plain) : freeForm(variable).or(() -> newCell(variable));
  }

  Set<String> variables() {
    return keys.keySet();
  }

  private Optional<String> freeForm(String variable) {
    return cells.stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .flatMap(cell -> freeForm(cell, variable).stream())
        .findFirst();
  }

  private Optional<String> freeForm(String cell, String variable) {
    for (String start : known.free()) {
      String begin = of(Keys.CELL + cell + "." + start);
      if (variable.startsWith(begin) && variable.length() > begin.length()) {
        String rest = variable.substring(begin.length());
        String key = start + rest.toLowerCase(Locale.ROOT).replace('_', '.');
        return Optional.of(new CellKey(cell, key).toString());
      }
    }
    return Optional.empty();
  }

  private Optional<String> newCell(String variable) {
    String start = of(Keys.CELL);
    if (!variable.startsWith(start)) {
      return Optional.empty();
    }
    String rest = variable.substring(start.length());
    for (String free : known.free()) {
      int begin = rest.indexOf("_" + of(free));
      if (begin > 0 && isNew(rest.substring(0, begin))) {
        return freeForm(rest.substring(0, begin).toLowerCase(Locale.ROOT), variable);
      }
    }
    return known.ofACell().stream()
        .filter(suffix -> rest.endsWith("_" + of(suffix)))
        .max(Comparator.comparingInt(String::length))
        .map(suffix -> new Split(rest.substring(0, rest.length() - suffix.length() - 1), suffix))
        .filter(split -> isNew(split.cell))
        .map(split -> new CellKey(split.cell.toLowerCase(Locale.ROOT), split.suffix).toString());
  }

  private boolean isNew(String upperCaseName) {
    return Keys.isCellName(upperCaseName)
        && cells.stream().noneMatch(cell -> of(cell).equals(upperCaseName));
  }

  private record Split(String cell, String suffix) {}
}
