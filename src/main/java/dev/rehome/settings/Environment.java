package dev.rehome.settings;

import dev.rehome.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The properties that the environment gives. {@code NAME_FILE} names a file whose stripped content
 * is the value of {@code NAME}.
 */
final class Environment {
  private static final String FILE = "_FILE";

  /** Read by the script, not settings. */
  private static final Set<String> OTHERS = Set.of("REHOME_JAVA_OPTS", "REHOME_HOME", "REHOME_LOG");

  /** What a hook finds in its environment: it may call this program. */
  private static final Set<String> OF_A_HOOK =
      Set.of(
          "REHOME_HOOK",
          "REHOME_TENANT",
          "REHOME_TENANT_ID",
          "REHOME_MOVE",
          "REHOME_SOURCE",
          "REHOME_TARGET",
          "REHOME_EPOCH",
          "REHOME_CELL");

  /** What Kubernetes puts into every container when a service's name begins with rehome. */
  private static final Pattern SERVICE =
      Pattern.compile("REHOME(_.+)?_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_[0-9]+_.+)?)");

  private final EnvironmentNames names;
  private final Path directory;
  private final List<String> faults;
  private final Map<String, Given> given = new TreeMap<>();

  private Environment(EnvironmentNames names, Path directory, List<String> faults) {
    this.names = names;
    this.directory = directory;
    this.faults = faults;
  }

  /**
   * @param directory that the files of {@code NAME_FILE} are relative to
   */
  static Map<String, Given> read(
      Map<String, String> variables, EnvironmentNames names, Path directory, List<String> faults) {
    Environment environment = new Environment(names, directory, faults);
    new TreeMap<>(variables).forEach(environment::take);
    return environment.given;
  }

  private void take(String variable, String value) {
    if (!variable.startsWith("REHOME_")
        || OTHERS.contains(variable)
        || OF_A_HOOK.contains(variable)
        || SERVICE.matcher(variable).matches()) {
      return;
    }
    Optional<String> key = names.key(variable);
    if (key.isPresent()) {
      put(new Given(key.get(), value.strip(), variable));
      return;
    }
    Optional<String> filed =
        variable.endsWith(FILE)
            ? names.key(variable.substring(0, variable.length() - FILE.length()))
            : Optional.empty();
    if (filed.isPresent()) {
      content(variable, value).ifPresent(text -> put(new Given(filed.get(), text, variable)));
    } else {
      unknown(variable);
    }
  }

  /**
   * Other programs may have variables of their own; what looks like a setting of ours is refused.
   */
  private void unknown(String variable) {
    String hint = Nearest.hint(variable, names.variables());
    if (!hint.isEmpty()
        || variable.startsWith("REHOME_CELL_")
        || variable.startsWith("REHOME_CONTROL_")) {
      faults.add(variable + ": no setting has this name in the environment" + hint);
    }
  }

  private void put(Given one) {
    Given before = given.putIfAbsent(one.key(), one);
    if (before != null) {
      faults.add(
          "%s and %s both give %s; unset one".formatted(before.where(), one.where(), one.key()));
    }
  }

  private Optional<String> content(String variable, String file) {
    try {
      return Optional.of(
          PropertiesText.withoutMark(Files.readString(directory.resolve(file))).strip());
    } catch (IOException | InvalidPathException e) {
      faults.add(
          "%s = \"%s\": cannot be read (%s); it must name a readable UTF-8 file"
              .formatted(variable, file, e.getClass().getSimpleName()));
      return Optional.empty();
    }
  }
}
