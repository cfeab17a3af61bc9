package dev.rehome.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import dev.rehome.settings.SettingsLoader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class SandboxSettingsTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @TempDir Path directory;

  @Test
  void theProgramReadsItsPropertiesAsTheSettingsTheyWereMadeFrom() throws Exception {
    Path file = directory.resolve("application.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      SANDBOX.get().properties().store(writer, null);
    }
    Settings read = new SettingsLoader(Map.of()).load(file);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("later")
        .isEqualTo(SANDBOX.get().settings(Limits.DEFAULTS));
  }
}
