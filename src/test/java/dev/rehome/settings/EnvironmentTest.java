package dev.rehome.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Registry;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  @TempDir Path folder;

  @Test
  void theEnvironmentWins() {
    Settings settings =
        new SettingsFolder(folder)
            .properties("rehome.moves-max = 3\nrehome.cell.us-east.connections-max = 9\n")
            .variable("REHOME_MOVES_MAX", "5")
            .variable("REHOME_CELL_US_EAST_CONNECTIONS_MAX", "10")
            .variable("REHOME_CONTROL_PASSWORD", "other")
            .load();

    assertThat(settings.limits().movesMax()).isEqualTo(5);
    assertThat(settings.cell("us-east").orElseThrow().connectionsMax()).isEqualTo(10);
    assertThat(settings.control().password()).isEqualTo("other");
  }

  @Test
  void aCellMayBeInTheEnvironmentAlone() {
    Settings settings =
        new SettingsLoader(
                Registry.KINDS.all(),
                Map.of(
                    "REHOME_CONTROL_URL", "jdbc:postgresql://h:1/rehome",
                    "REHOME_CONTROL_USER", "mover",
                    "REHOME_CONTROL_PASSWORD", "",
                    "REHOME_CELL_US_EAST_POSTGRES_URL", "jdbc:postgresql://h:1/app",
                    "REHOME_CELL_US_EAST_POSTGRES_USER", "mover",
                    "REHOME_CELL_US_EAST_POSTGRES_PASSWORD", "x",
                    "REHOME_CELL_US_EAST_POSTGRES_ISOLATION", "schema",
                    "REHOME_CELL_US_EAST_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL"))
            .loadWithoutFile(folder);

    Cell cell = settings.cell("us_east").orElseThrow();
    assertThat(cell.part(PostgresCell.class).orElseThrow().isolation()).isEqualTo(Isolation.SCHEMA);
    assertThat(cell.other()).containsEntry("kafka.properties.security.protocol", "SSL");
    assertThat(settings.cells()).containsOnlyKeys("us_east");
  }

  @Test
  void aVariableMayNameAFile() {
    Settings settings =
        new SettingsFolder(folder)
            .properties("")
            .file("secret", "from the file\n")
            .variable("REHOME_CONTROL_PASSWORD_FILE", folder.resolve("secret").toString())
            .load();

    assertThat(settings.control().password()).isEqualTo("from the file");
  }

  @Test
  void aVariableAndItsFileAtOnceAreRefused() {
    new SettingsFolder(folder)
        .properties("")
        .file("secret", "s3cret\n")
        .variable("REHOME_CONTROL_PASSWORD_FILE", "secret")
        .variable("REHOME_CONTROL_PASSWORD", "s3cret")
        .refused()
        .hasMessageContaining(
            "REHOME_CONTROL_PASSWORD and REHOME_CONTROL_PASSWORD_FILE both give"
                + " rehome.control.password; unset one")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    new SettingsFolder(folder)
        .properties("")
        .variable("REHOME_CONTROL_PASSWORD_FILE", "nowhere")
        .refused()
        .hasMessageContaining("REHOME_CONTROL_PASSWORD_FILE = \"nowhere\": cannot be read");
  }

  @Test
  void anUnknownVariableIsRefusedWithTheNearest() {
    new SettingsFolder(folder)
        .properties("rehome.cell.us_east.objects.bucket = b\n")
        .variable("REHOME_CELL_US_EAST_POSTGRES_PASWORD", "s3cret")
        .variable("REHOME_MOVE_MAX", "3")
        .refused()
        .hasMessageContaining("did you mean REHOME_CELL_US_EAST_POSTGRES_PASSWORD?")
        .hasMessageContaining("did you mean REHOME_MOVES_MAX?")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatOthersPutIntoTheEnvironmentIsLeftAlone() {
    new SettingsFolder(folder)
        .properties("")
        .variable("REHOME_JAVA_OPTS", "-Xmx1g")
        .variable("REHOME_SERVICE_HOST", "10.0.0.1")
        .variable("REHOME_CONTROL_PORT_5432_TCP_ADDR", "10.0.0.1")
        .variable("PATH", "/bin")
        .load();
  }

  @Test
  void cellsThatAreOneInTheEnvironmentAreRefused() {
    new SettingsFolder(folder)
        .properties(
            "rehome.cell.us-east.objects.bucket = b\nrehome.cell.us_east.objects.bucket = b\n")
        .refused()
        .hasMessageContaining(
            "cells us-east and us_east are one in the environment (REHOME_CELL_US_EAST_…); rename"
                + " one");
  }

  @Test
  void keysThatAreOneInTheEnvironmentAreRefused() {
    new SettingsFolder(folder)
        .properties(
            "rehome.cell.a.kafka.properties.x.y = 1\nrehome.cell.a.kafka.properties.x-y = 1\n")
        .refused()
        .hasMessageContaining("are one in the environment (REHOME_CELL_A_KAFKA_PROPERTIES_X_Y)");
  }

  @Test
  void otherProgramsMayHaveVariablesOfTheirOwn() {
    Settings settings =
        new SettingsFolder(folder)
            .properties("rehome.moves-max = 3\n")
            .variable("REHOME_CHECKOUT", "/srv/rehome")
            .load();

    assertThat(settings.limits().movesMax()).isEqualTo(3);
  }
}
