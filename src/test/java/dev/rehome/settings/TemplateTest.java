package dev.rehome.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Registry;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.postgres.settings.PostgresCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commented properties file at the root says what is so. */
class TemplateTest {
  private static final Path TEMPLATE = Path.of("application.properties");

  @TempDir Path folder;

  @Test
  void everyCommentedSettingIsKnownAndValid() throws IOException {
    SettingsFolder files =
        new SettingsFolder(folder)
            .file("predicates.yaml", "members: x = :tenant_id\nroles: y = :tenant_id");

    Settings settings = files.file("application.properties", uncommented()).load();

    assertThat(settings.limits()).isEqualTo(Limits.DEFAULTS);
    assertThat(settings.inbox()).isEqualTo(folder.resolve("inbox"));
    assertThat(settings.snapshots()).isEqualTo(folder.resolve("snapshots"));
    Cell cell = settings.cell("us_east").orElseThrow();
    assertThat(cell.connectionsMax()).isEqualTo(16);
    assertThat(cell.copyBytesPerSecondMax()).isZero();
    assertThat(cell.part(PostgresCell.class).orElseThrow().schemas()).containsExactly("public");
    ObjectsCell objects = cell.part(ObjectsCell.class).orElseThrow();
    assertThat(objects.fence()).isEqualTo(ObjectsCell.Fence.OBSERVED);
    assertThat(objects.verify()).isEqualTo(ObjectsCell.Verify.SHA256);
  }

  @Test
  void everyGlobalSettingIsInIt() throws IOException {
    String text = Files.readString(TEMPLATE);

    assertThat(Keys.GLOBAL).allSatisfy(key -> assertThat(text).contains("#" + key + " ="));
  }

  /** Those of components that are yet to come apart; of a hook one of both ways is enough. */
  @Test
  void everySettingOfACellIsInIt() throws IOException {
    String text = Files.readString(TEMPLATE);

    assertThat(new Keys(Registry.KINDS.all()).ofACell())
        .filteredOn(key -> !key.matches("(kafka|search|cache)\\..*"))
        .allSatisfy(
            key ->
                assertThat(text)
                    .containsPattern(
                        "(?m)^#rehome.cell.us_east."
                            + key.replaceFirst("^(hooks[.].+[.]).+", "$1(url|command)")
                            + " ="));
  }

  @Test
  void asItStandsItGivesNoSetting() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    SettingsFault.class,
                    () ->
                        new SettingsLoader(Registry.KINDS.all(), java.util.Map.of()).load(TEMPLATE))
                .faults())
        .hasSize(3)
        .allSatisfy(fault -> assertThat(fault).startsWith("rehome.control."));
  }

  private static String uncommented() throws IOException {
    return Files.readString(TEMPLATE)
        .lines()
        .map(line -> line.startsWith("#rehome.") ? line.substring(1) : line)
        .collect(Collectors.joining("\n"));
  }
}
