package dev.rehome.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads the settings: a properties file, {@code cells/NAME.properties} beside it, and the
 * environment, which wins. Paths in them are relative to the folder of the properties file. Reading
 * again reads anew.
 */
public final class SettingsLoader {
  /** The name of the properties file that is looked for when none is named. */
  public static final String FILE = "application.properties";

  private final List<? extends Section> sections;
  private final Map<String, String> environment;
  private final UnaryOperator<String> resolver;

  /**
   * @param sections of the kinds of stores that the program has
   * @param environment e.g. {@code System.getenv()}
   * @param resolver turns a value with <code>{{function}}</code> into what it stands for; what it
   *     throws becomes a fault, without the value
   */
  public SettingsLoader(
      Collection<? extends Section> sections,
      Map<String, String> environment,
      UnaryOperator<String> resolver) {
    this.sections = List.copyOf(sections);
    this.environment = Map.copyOf(environment);
    this.resolver = resolver;
  }

  /** Without functions in values. */
  public SettingsLoader(Collection<? extends Section> sections, Map<String, String> environment) {
    this(sections, environment, UnaryOperator.identity());
  }

  /**
   * The properties file of the working directory, else the one of the program's home. Empty if
   * neither is there.
   */
  public static Optional<Path> locate(Path workingDirectory, Optional<Path> home) {
    return Optional.of(workingDirectory.resolve(FILE))
        .filter(Files::isRegularFile)
        .or(() -> home.map(folder -> folder.resolve(FILE)).filter(Files::isRegularFile));
  }

  /**
   * The settings of a file that must be there.
   *
   * @throws SettingsFault with everything that is wrong
   */
  public Settings load(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return new SettingsReading(sections, absolute.getParent(), environment, resolver)
        .read(Optional.of(absolute));
  }

  /**
   * The settings without a properties file: the environment's, and the files of cells beside the
   * place where it would be.
   *
   * @throws SettingsFault with everything that is wrong
   */
  public Settings loadWithoutFile(Path directory) {
    return new SettingsReading(
            sections, directory.toAbsolutePath().normalize(), environment, resolver)
        .read(Optional.empty());
  }
}
