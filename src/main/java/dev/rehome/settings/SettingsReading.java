package dev.rehome.settings;

import dev.rehome.settings.Keys.CellKey;
import dev.rehome.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** One reading of all settings; the cells that come later are read by it too. */
final class SettingsReading {
  private final List<? extends Section> sections;
  private final Keys keys;
  private final Path directory;
  private final CellFiles files;
  private final Map<String, String> environment;
  private final UnaryOperator<String> resolver;
  private final Map<String, Cell> late = new ConcurrentHashMap<>();

  SettingsReading(
      Collection<? extends Section> sections,
      Path directory,
      Map<String, String> environment,
      UnaryOperator<String> resolver) {
    this.sections = List.copyOf(sections);
    this.keys = new Keys(sections);
    this.directory = directory;
    this.files = new CellFiles(directory);
    this.environment = environment;
    this.resolver = resolver;
  }

  Settings read(Optional<Path> file) {
    List<String> faults = new ArrayList<>();
    Map<String, Given> given = new TreeMap<>();
    file.map(path -> PropertiesText.read(path, path.getFileName().toString(), faults))
        .ifPresent(given::putAll);
    given.keySet().removeIf(key -> !key.startsWith(Keys.PREFIX));
    Set<String> named = new TreeSet<>(files.present(faults).keySet());
    for (String cell : named) {
      add(given, files.read(cell, faults), faults);
    }
    given.keySet().stream()
        .flatMap(key -> Keys.cellKey(key).map(CellKey::cell).stream())
        .filter(Keys::isCellName)
        .forEach(named::add);
    EnvironmentNames names = new EnvironmentNames(keys, named, given.keySet(), faults);
    given.putAll(Environment.read(environment, names, directory, faults));
    Map<String, Given> known = resolved(refuseUnknown(given, faults), faults);
    Settings settings =
        new SettingsRecord(known, directory, sections, faults).settings(this::later);
    if (!faults.isEmpty()) {
      throw new SettingsFault(faults);
    }
    return settings;
  }

  /** A cell whose file came after the start. What is wrong with it is found at every call. */
  private Optional<Cell> later(String name) {
    if (!late.containsKey(name) && !files.has(name)) {
      return Optional.empty();
    }
    return Optional.of(late.computeIfAbsent(name, this::readLate));
  }

  private Cell readLate(String name) {
    List<String> faults = new ArrayList<>();
    Map<String, Given> given = files.read(name, faults);
    given = resolved(refuseUnknown(given, faults), faults);
    Cell cell = new CellReading(name, given, directory, sections, faults).cell();
    if (!faults.isEmpty()) {
      throw new SettingsFault(faults);
    }
    return cell;
  }

  private static void add(Map<String, Given> all, Map<String, Given> more, List<String> faults) {
    more.forEach(
        (key, one) -> {
          Given before = all.putIfAbsent(key, one);
          if (before != null) {
            faults.add(
                "%s: %s is given before, at %s; keep one"
                    .formatted(one.where(), key, before.where()));
          }
        });
  }

  private Map<String, Given> refuseUnknown(Map<String, Given> given, List<String> faults) {
    Map<String, Given> known = new TreeMap<>();
    given.forEach(
        (key, one) -> {
          if (keys.isKnown(key)) {
            known.put(key, keys.isSecret(key) ? one : one.open());
            return;
          }
          // its value is not shown: it may be a password under a mistyped key
          String cell = Keys.cellKey(key).map(CellKey::cell).orElse("NAME");
          faults.add(
              one.where()
                  + ": "
                  + key
                  + " is not known"
                  + (Keys.cellKey(key).isPresent() && !Keys.isCellName(cell)
                      ? "; " + Keys.CELL_NAME_RULE
                      : Nearest.hint(key, keys.with(cell))));
        });
    return known;
  }

  private Map<String, Given> resolved(Map<String, Given> given, List<String> faults) {
    Map<String, Given> resolved = new TreeMap<>();
    given.forEach((key, one) -> resolved.put(key, resolved(one, faults)));
    return resolved;
  }

  private Given resolved(Given one, List<String> faults) {
    if (!one.value().contains("{{")) {
      return one;
    }
    try {
      return one.withValue(resolver.apply(one.value()));
    } catch (RuntimeException e) {
      faults.add(
          "%s: the function in %s has no value; give it one, or write the value itself"
              .formatted(one.where(), one.key()));
      return one;
    }
  }
}
