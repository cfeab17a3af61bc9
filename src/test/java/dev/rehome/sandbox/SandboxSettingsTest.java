package dev.rehome.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Registry;
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

  @RegisterExtension static final FreshSandbox WITH_OBJECTS = new FreshSandbox(5_000).withObjects();

  @TempDir Path directory;

  @Test
  void theProgramReadsItsPropertiesAsTheSettingsTheyWereMadeFrom() throws Exception {
    assertRead(SANDBOX.get());
    assertThat(SANDBOX.get().properties().stringPropertyNames())
        .noneMatch(key -> key.contains(".objects.") || key.contains(".hooks."));
  }

  @Test
  void soItDoesThoseOfObjectsAndTheHookThatTheyNeed() throws Exception {
    assertRead(WITH_OBJECTS.get());
    assertThat(WITH_OBJECTS.get().properties())
        .containsEntry("rehome.cell.us_east.objects.prefix", "tenants/{tenant}/")
        .containsEntry("rehome.cell.us_east.objects.path-style", "true")
        .containsEntry("rehome.cell.us_west.objects.prefix", "files/")
        .containsEntry("rehome.cell.us_east.hooks.drain.command", "true")
        .doesNotContainKey("rehome.cell.us_south.objects.bucket");
  }

  private void assertRead(Sandbox sandbox) throws Exception {
    Path file = directory.resolve("application.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      sandbox.properties().store(writer, null);
    }
    Settings read = new SettingsLoader(Registry.KINDS.all(), Map.of()).load(file);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("later")
        .isEqualTo(sandbox.settings(Limits.DEFAULTS));
  }
}
