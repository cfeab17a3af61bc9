package dev.rehome.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  @TempDir Path folder;

  @Test
  void whatIsNotGivenHasTheDocumentedDefault() {
    Settings settings =
        new SettingsFolder(folder).properties("").file("cells/a.properties", CELL).load();

    assertThat(settings.control())
        .isEqualTo(
            new Settings.Database("jdbc:postgresql://127.0.0.1:5432/rehome", "mover", "hunter2"));
    assertThat(settings.inbox()).isEqualTo(folder.resolve("inbox"));
    assertThat(settings.snapshots()).isEqualTo(folder.resolve("snapshots"));
    assertThat(settings.limits()).isEqualTo(Limits.DEFAULTS);
    Cell cell = settings.cell("a").orElseThrow();
    assertThat(cell.connectionsMax()).isEqualTo(16);
    assertThat(cell.copyBytesPerSecondMax()).isZero();
    assertThat(cell.part(PostgresCell.class).orElseThrow().schemas()).containsExactly("public");
  }

  @Test
  void aFileOfAnEditorOnWindowsIsReadAsAnyOther() {
    String windows =
        ("\uFEFF" + SettingsFolder.CONTROL + "rehome.moves-max = \\\n  7\n").replace("\n", "\r\n");
    Settings settings =
        new SettingsFolder(folder)
            .file("application.properties", windows)
            .file("cells/a.properties", ("\uFEFF" + CELL).replace("\n", "\r\n"))
            .load();

    assertThat(settings.limits().movesMax()).isEqualTo(7);
    assertThat(settings.control().password()).isEqualTo("hunter2");
    assertThat(settings.cell("a")).isPresent();
  }

  @Test
  void aSecretsFileOfSuchAnEditorToo() {
    new SettingsFolder(folder).file("secret", "\uFEFFhunter9\r\n");
    Settings settings =
        new SettingsFolder(folder)
            .file(
                "application.properties",
                SettingsFolder.CONTROL.replaceFirst("(?m)^.*password.*$", ""))
            .file("cells/a.properties", CELL)
            .variable("REHOME_CONTROL_PASSWORD_FILE", "secret")
            .load();

    assertThat(settings.control().password()).isEqualTo("hunter9");
  }

  @Test
  void isolationRowNeedsNoTenantColumnBesideColumnsOfEachTable() {
    Settings settings =
        new SettingsFolder(folder)
            .properties(
                """
                rehome.cell.a.postgres.url = jdbc:postgresql://h:1/app
                rehome.cell.a.postgres.user = mover
                rehome.cell.a.postgres.password =
                rehome.cell.a.postgres.isolation = row
                rehome.cell.a.postgres.tenant-columns = tenants:id
                """)
            .load();
    assertThat(
            settings.cell("a").orElseThrow().part(PostgresCell.class).orElseThrow().tenantColumn())
        .isEmpty();
  }

  @Test
  void everySettingOfACellArrives() {
    Settings settings =
        new SettingsFolder(folder)
            .file(
                "predicates.yaml",
                """
                order_lines: |
                  order_id IN (SELECT id FROM orders
                  WHERE tenant_id = :tenant_id)
                """)
            .properties(
                """
                rehome.chunk-bytes-max = 8 MiB
                rehome.cell.us-east.connections-max = 8
                rehome.cell.us-east.copy-bytes-per-second-max = 5MiB
                rehome.cell.us-east.postgres.url = jdbc:postgresql://h:1/app?sslmode=require
                rehome.cell.us-east.postgres.user = mover
                rehome.cell.us-east.postgres.password =
                rehome.cell.us-east.postgres.isolation = row
                rehome.cell.us-east.postgres.schemas = shared, tenant_{tenant}
                rehome.cell.us-east.postgres.tenant-column = tenant_id
                rehome.cell.us-east.postgres.tenant-columns = tenants:id,\\
                    users:org_id
                rehome.cell.us-east.postgres.predicates-file = predicates.yaml
                rehome.cell.us-east.postgres.tenant-role = app_{tenant}
                rehome.cell.us-east.postgres.role-map = a:b
                rehome.cell.us-east.postgres.reference-tables = countries,currencies
                rehome.cell.us-east.postgres.shared-tables = order_lines
                rehome.cell.us-east.postgres.excluded-tables = sessions
                rehome.cell.us-east.objects.bucket = shared
                rehome.cell.us-east.kafka.properties.security.protocol = SSL
                some.other.program = untouched
                """)
            .load();

    assertThat(settings.limits().chunkBytesMax()).isEqualTo(8L << 20);
    Cell cell = settings.cell("us-east").orElseThrow();
    assertThat(cell.copyBytesPerSecondMax()).isEqualTo(5L << 20);
    assertThat(cell.other()).isEqualTo(Map.of("kafka.properties.security.protocol", "SSL"));
    assertThat(cell.part(ObjectsCell.class))
        .contains(
            new ObjectsCell(
                Optional.empty(),
                "us-east-1",
                "shared",
                "",
                Optional.empty(),
                false,
                ObjectsCell.Verify.SHA256,
                ObjectsCell.Fence.OBSERVED,
                16,
                8L << 20));
    assertThat(cell.part(PostgresCell.class).orElseThrow())
        .isEqualTo(
            new PostgresCell(
                    new Settings.Database("jdbc:postgresql://h:1/app?sslmode=require", "mover", ""),
                    Isolation.ROW,
                    List.of("shared", "tenant_{tenant}"),
                    Optional.of("tenant_id"),
                    Map.of("tenants", "id", "users", "org_id"),
                    Map.of(
                        "order_lines",
                        "order_id IN (SELECT id FROM orders\nWHERE tenant_id = :tenant_id)"),
                    Optional.of("app_{tenant}"),
                    Map.of("a", "b"),
                    List.of("countries", "currencies"),
                    List.of("sessions"))
                .sharing(List.of("order_lines")));
  }

  @Test
  void aCellWithoutPostgresHasNone() {
    Settings settings =
        new SettingsFolder(folder).properties("rehome.cell.a.objects.bucket = b\n").load();

    assertThat(settings.cell("a").orElseThrow().part(PostgresCell.class)).isEmpty();
  }

  @Test
  void aCellsFileMayWriteItsKeysInFull() {
    Settings settings =
        new SettingsFolder(folder)
            .properties("")
            .file("cells/a.properties", "rehome.cell.a.connections-max = 9\n" + CELL)
            .load();

    assertThat(settings.cell("a").orElseThrow().connectionsMax()).isEqualTo(9);
  }

  @Test
  void aCellThatComesAfterTheStartIsReadWhenItIsNamed() {
    SettingsFolder files = new SettingsFolder(folder).properties("");
    Settings settings = files.load();
    assertThat(settings.cell("late")).isEmpty();

    files.file("cells/late.properties", CELL);

    Cell late = settings.cell("late").orElseThrow();
    assertThat(late.part(PostgresCell.class)).isPresent();
    assertThat(settings.cell("late").orElseThrow()).isSameAs(late);
    assertThat(settings.cell("../application")).isEmpty();
  }

  @Test
  void aLateCellThatIsWrongIsSaidAndMayBeMended() {
    SettingsFolder files = new SettingsFolder(folder).properties("");
    Settings settings = files.load();
    files.file("cells/late.properties", CELL + "postgres.schema = x\n");

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> settings.cell("late"))
        .isInstanceOf(SettingsFault.class)
        .hasMessageContaining("cells/late.properties, line 5: rehome.cell.late.postgres.schema");

    files.file("cells/late.properties", CELL);
    assertThat(settings.cell("late")).isPresent();
  }

  @Test
  void functionsAreResolvedByTheCallersHook() {
    Settings settings =
        new SettingsFolder(folder)
            .properties("rehome.cell.a.kafka.topics = {{env:TOPICS}}\n")
            .resolver(text -> text.replace("{{env:TOPICS}}", "orders"))
            .load();

    assertThat(settings.cell("a").orElseThrow().other()).containsEntry("kafka.topics", "orders");
  }

  @Test
  void theWorkingDirectorysFileIsFoundBeforeTheHomes() throws java.io.IOException {
    Path home = java.nio.file.Files.createDirectory(folder.resolve("home"));
    assertThat(SettingsLoader.locate(folder, Optional.of(home))).isEmpty();

    new SettingsFolder(home).properties("");
    assertThat(SettingsLoader.locate(folder, Optional.of(home)))
        .contains(home.resolve("application.properties"));

    new SettingsFolder(folder).properties("");
    assertThat(SettingsLoader.locate(folder, Optional.of(home)))
        .contains(folder.resolve("application.properties"));
  }

  private static final String CELL = SettingsFolder.CELL;
}
