package dev.rehome.settings;

import dev.rehome.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/** A folder with settings, and an environment, as a test wants them. */
public final class SettingsFolder {
  static final String CONTROL =
      """
      rehome.control.url = jdbc:postgresql://127.0.0.1:5432/rehome
      rehome.control.user = mover
      rehome.control.password = hunter2
      """;

  public static final String CELL =
      """
      postgres.url = jdbc:postgresql://127.0.0.1:5433/app
      postgres.user = mover
      postgres.password = hunter3
      postgres.isolation = database
      """;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private UnaryOperator<String> resolver = UnaryOperator.identity();

  public SettingsFolder(Path folder) {
    this.folder = folder;
  }

  public SettingsFolder file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return this;
  }

  /** The control store, and then this text. */
  public SettingsFolder properties(String text) {
    return file("application.properties", CONTROL + text);
  }

  public SettingsFolder variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public SettingsFolder resolver(UnaryOperator<String> functions) {
    resolver = functions;
    return this;
  }

  public Settings load() {
    return new SettingsLoader(Registry.KINDS.all(), environment, resolver)
        .load(folder.resolve("application.properties"));
  }

  public AbstractThrowableAssert<?, ?> refused() {
    return Assertions.assertThatThrownBy(this::load).isInstanceOf(SettingsFault.class);
  }
}
