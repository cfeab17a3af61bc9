package dev.rehome.settings;

import dev.rehome.settings.Section.SectionKeys;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every key that is known, also those of kinds of stores that are yet to come. */
final class Keys {
  static final String PREFIX = "rehome.";
  static final String CELL = "rehome.cell.";

  static final Set<String> GLOBAL =
      Set.of(
          "rehome.control.url",
          "rehome.control.user",
          "rehome.control.password",
          "rehome.inbox-directory",
          "rehome.snapshot-directory",
          "rehome.snapshot-write",
          "rehome.drain-timeout-seconds",
          "rehome.pause-max-seconds",
          "rehome.fence-lease-seconds",
          "rehome.control-lost-seconds",
          "rehome.store-lost-seconds",
          "rehome.moves-max",
          "rehome.copy-parallelism",
          "rehome.chunk-bytes-max",
          "rehome.row-bytes-max");

  /** What may follow {@code rehome.cell.NAME.}, whatever stores the cell has. */
  static final Set<String> OF_EVERY_CELL =
      Set.of(
          "connections-max",
          "copy-bytes-per-second-max",
          "hooks.drain.url",
          "hooks.drain.command",
          "hooks.switch.url",
          "hooks.switch.command",
          "hooks.resume.url",
          "hooks.resume.command",
          "health-urls",
          "query-tests",
          "quota-storage-bytes");

  /** URLs of hooks and health checks are among them: they carry tokens. */
  private static final Pattern SECRET =
      Pattern.compile(
          "rehome\\.control\\.password|rehome\\.cell\\.[^.]*\\.(hooks\\..*|health-urls)");

  private static final Pattern CELL_KEY = Pattern.compile("rehome\\.cell\\.([^.]+)\\.(.+)");
  private static final Pattern CELL_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  static final String CELL_NAME_RULE =
      "a cell's name is 1 to 63 letters, digits, _ and -, and begins with a letter";

  private final Set<String> ofACell = new TreeSet<>(OF_EVERY_CELL);
  private final Set<String> secret = new TreeSet<>();
  private final Set<String> free = new TreeSet<>();

  Keys(Collection<? extends Section> sections) {
    Map<String, SectionKeys> all = new TreeMap<>(YetToCome.KEYS);
    sections.forEach(section -> all.put(section.name(), section.keys()));
    all.forEach(
        (name, keys) -> {
          keys.plain().forEach(key -> ofACell.add(name + "." + key));
          keys.secret().forEach(key -> ofACell.add(name + "." + key));
          keys.secret().forEach(key -> secret.add(name + "." + key));
          keys.free().forEach(key -> free.add(name + "." + key));
        });
  }

  static boolean isCellName(String name) {
    return CELL_NAME.matcher(name).matches();
  }

  /** What may follow {@code rehome.cell.NAME.}, but for what is free in form. */
  Set<String> ofACell() {
    return ofACell;
  }

  /** Below each of them any key is accepted. */
  Set<String> free() {
    return free;
  }

  private boolean isOfACell(String suffix) {
    return ofACell.contains(suffix) || isFree(suffix);
  }

  private boolean isFree(String suffix) {
    return free.stream()
        .anyMatch(start -> suffix.startsWith(start) && suffix.length() > start.length());
  }

  boolean isSecret(String key) {
    return SECRET.matcher(key).matches()
        || cellKey(key)
            .map(CellKey::suffix)
            .filter(suffix -> secret.contains(suffix) || isFree(suffix))
            .isPresent();
  }

  static Optional<CellKey> cellKey(String key) {
    Matcher matcher = CELL_KEY.matcher(key);
    return matcher.matches()
        ? Optional.of(new CellKey(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether the key is one of ours, in full. */
  boolean isKnown(String key) {
    return GLOBAL.contains(key)
        || cellKey(key).filter(k -> isCellName(k.cell()) && isOfACell(k.suffix())).isPresent();
  }

  /** The known keys, with those of the given cell; for hints. */
  Set<String> with(String cell) {
    Set<String> keys = new TreeSet<>(GLOBAL);
    ofACell.forEach(suffix -> keys.add(CELL + cell + "." + suffix));
    return keys;
  }

  /** {@code rehome.cell.CELL.SUFFIX}, taken apart. */
  record CellKey(String cell, String suffix) {
    @Override
    public String toString() {
      return CELL + cell + "." + suffix;
    }
  }
}
