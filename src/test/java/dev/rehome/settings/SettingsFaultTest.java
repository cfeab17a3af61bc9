package dev.rehome.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFaultTest {
  @TempDir Path folder;

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    new SettingsFolder(folder)
        .file(
            "application.properties",
            """
            rehome.control.user = mover
            rehome.control.passwort = s3cret
            rehome.drain-timeout-seconds = soon
            rehome.cell.a.postgres.url = jdbc:mysql://h/app
            """)
        .refused()
        .hasMessageStartingWith("8 faults in the settings:")
        .hasMessageContaining(
            "application.properties, line 2: rehome.control.passwort is not known; did you mean"
                + " rehome.control.password?")
        .hasMessageContaining("rehome.control.url is missing")
        .hasMessageContaining("rehome.control.password is missing")
        .hasMessageContaining(
            "application.properties, line 3: rehome.drain-timeout-seconds = \"soon\": must be a"
                + " whole number from 1 to 86400")
        .hasMessageContaining(
            "application.properties, line 4: rehome.cell.a.postgres.url = \"jdbc:mysql://h/app\":"
                + " must be jdbc:postgresql://HOST:PORT/DATABASE")
        .hasMessageContaining("rehome.cell.a.postgres.user is missing")
        .hasMessageContaining("rehome.cell.a.postgres.password is missing")
        .hasMessageContaining("rehome.cell.a.postgres.isolation is missing")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void boundsThatCannotHoldTogetherAreRefused() {
    new SettingsFolder(folder)
        .file(
            "application.properties",
            """
            rehome.control.url = jdbc:postgresql://h/c
            rehome.control.user = mover
            rehome.control.password = s3cret
            rehome.drain-timeout-seconds = 40
            rehome.fence-lease-seconds = 5
            """)
        .refused()
        .hasMessageStartingWith("2 faults in the settings:")
        .hasMessageContaining(
            "rehome.fence-lease-seconds is 5 and rehome.drain-timeout-seconds is 40: the fence"
                + " could lapse while the move still drains")
        .hasMessageContaining(
            "rehome.fence-lease-seconds is 5 and rehome.control-lost-seconds is 20: the fence could"
                + " lapse");
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rehome.moves-max | 0 | must be a whole number from 1 to 64
          rehome.moves-max | 2.5 | must be a whole number from 1 to 64
          rehome.copy-parallelism | 99999999999999999999 | must be a whole number from 1 to 64
          rehome.chunk-bytes-max | 64MB | must be bytes, e.g. 64MiB, from 1024 to 1073741824
          rehome.row-bytes-max | 2GiB | must be bytes, e.g. 64MiB, from 1024 to 1073741824
          rehome.cell.a.connections-max | 1 | must be a whole number from 4 to 1000
          rehome.cell.a.postgres.isolation | rows | must be row, schema or database (a dedicated instance or database); did you mean row?
          rehome.cell.a.postgres.isolation | row | rehome.cell.a.postgres.tenant-column is missing; isolation row needs
          rehome.cell.a.postgres.url | jdbc:postgresql://h:1/app?user=x&password=s3cret | user and password belong in .user and .password
          rehome.cell.a.postgres.url | jdbc:postgresql://u:s3cret@h:1/app | user and password belong in .user and .password
          rehome.cell.a.postgres.schemas | a,,b | has an empty part
          rehome.cell.a.postgres.schemas | a,a | names a twice
          rehome.cell.a.postgres.schemas | t_{tennant} | only {tenant} and {id} are replaced
          rehome.cell.a.postgres.tenant-role | {name} | only {tenant} and {id} are replaced
          rehome.cell.a.postgres.role-map | a-b | must be pairs
          rehome.cell.a.postgres.tenant-columns | t:a,t:b | names t twice
          rehome.cell.a.postgres.excluded-tables | countries | table countries is in
          rehome.cell.a.postgres.shared-tables | users | predicates-file does not say which of its rows a tenant needs
          rehome.cell.a.postgres.object-references | url | must be table.column or schema.table.column
          rehome.cell.a.postgres.object-references | a.b,.url | ".url" is none
          rehome.cell.a.postgres.object-references | docs. | "docs." is none
          rehome.cell.a.postgres.object-references | docs..url | "docs..url" is none
          rehome.cell.a.postgres.object-references | docs.meta: | "docs.meta:" is none
          rehome.cell.a.postgres.object-references | docs.meta:file | "docs.meta:file" is none
          rehome.cell.a.postgres.object-references | docs.meta:/~2 | "docs.meta:/~2" is none
          rehome.cell.a.postgres.object-references | docs.url,docs.url | names docs.url twice
          rehome.cell.a.postgres.object-references | t_{tennant}.docs.url | only {tenant} and {id} are replaced
          rehome.cell.a.postgres.predicates-file | nowhere.yaml | cannot be read
          rehome.cell.a.postgres.predicates-file | list.yaml | the file must be a map
          rehome.cell.a.postgres.predicates-file | unbound.yaml | line 1, column 5: t must be a SQL condition with :tenant_id
          rehome.cell.a.postgres.predicates-file | misspelt.yaml | line 1, column 4: t: :tenat_id is no placeholder of a condition; the only one is :tenant_id; did you mean :tenant_id?
          rehome.cell.a.postgres.predicates-file | longer.yaml | line 1, column 4: t: :tenant_ids is no placeholder
          rehome.cell.a.postgres.predicates-file | braces.yaml | line 1, column 4: t: {id} is no placeholder
          rehome.cell.a.postgres.predicates-file | twice.yaml | line 2, column 1: key "t" is there twice
          rehome.cell.a.postgres.pasword | s3cret | did you mean rehome.cell.a.postgres.password?
          rehome.cell.1a.postgres.user | x | a cell's name is 1 to 63
          rehome.control.pasword | s3cret | did you mean rehome.control.password?
          rehome.something-else | s3cret | rehome.something-else is not known
          """)
  void isRefused(String key, String value, String message) {
    Map<String, String> cell =
        Map.of(
            "rehome.cell.a.postgres.url", "jdbc:postgresql://h:1/app",
            "rehome.cell.a.postgres.user", "mover",
            "rehome.cell.a.postgres.password", "x",
            "rehome.cell.a.postgres.reference-tables", "countries",
            "rehome.cell.a.postgres.isolation", "database");
    StringBuilder text = new StringBuilder(key + " = " + value + "\n");
    cell.forEach((k, v) -> text.append(k.equals(key) ? "" : k + " = " + v + "\n"));
    new SettingsFolder(folder)
        .properties(text.toString())
        .file("list.yaml", "[a]\n")
        .file("unbound.yaml", "t:  id = 1\n")
        .file("misspelt.yaml", "t: a[1:n] = b::uuid AND id = :tenat_id\n")
        .file("longer.yaml", "t: id = :tenant_ids\n")
        .file("braces.yaml", "t: id = :tenant_id OR id = '{id}' OR id = {id}\n")
        .file("twice.yaml", "t: a = :tenant_id\nt: b = :tenant_id\n")
        .refused()
        .hasMessageStartingWith("1 fault in the settings:")
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    new SettingsFolder(folder)
        .properties("rehome.moves-max = 1\nrehome.moves-max = 2\n")
        .refused()
        .hasMessageContaining(
            "line 5: rehome.moves-max is given before, at application.properties, line 4");
  }

  @Test
  void aKeyInBothFilesIsRefused() {
    new SettingsFolder(folder)
        .properties("rehome.cell.a.connections-max = 8\n")
        .file("cells/a.properties", "connections-max = 8\n" + SettingsFolder.CELL)
        .refused()
        .hasMessageContaining(
            "cells/a.properties, line 1: rehome.cell.a.connections-max is given before, at"
                + " application.properties, line 4");
  }

  @Test
  void aKeyOfAnotherCellInACellsFileIsRefused() {
    new SettingsFolder(folder)
        .properties("")
        .file("cells/a.properties", "rehome.cell.b.connections-max = 8\n")
        .refused()
        .hasMessageContaining("rehome.cell.b.connections-max is not a key of cell a");
  }

  @Test
  void aCellsFileWithABadNameIsRefused() {
    new SettingsFolder(folder)
        .properties("")
        .file("cells/9 lives.properties", "")
        .refused()
        .hasMessageContaining("cells/9 lives.properties: a cell's name is");
  }

  @Test
  void aFunctionWithoutValueIsRefused() {
    new SettingsFolder(folder)
        .properties("rehome.cell.a.search.password = {{env:NONE}}\n")
        .resolver(
            text -> {
              throw new IllegalArgumentException("s3cret");
            })
        .refused()
        .hasMessageContaining("line 4: the function in rehome.cell.a.search.password has no value")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws java.io.IOException {
    Files.write(folder.resolve("application.properties"), new byte[] {'a', '=', (byte) 0xE4});

    new SettingsFolder(folder)
        .refused()
        .hasMessageContaining("application.properties: is not UTF-8");
  }

  @Test
  void aBrokenEscapeIsRefused() {
    new SettingsFolder(folder)
        .properties("rehome.inbox-directory = C:\\users\n")
        .refused()
        .hasMessageContaining("line 4: a \\u escape needs four hexadecimal digits");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(
            () ->
                new SettingsLoader(Registry.KINDS.all(), Map.of())
                    .load(folder.resolve("other.properties")))
        .isInstanceOf(SettingsFault.class)
        .hasMessageContaining("other.properties: cannot be read");
  }

  @Test
  void theVariablesThatAreHintedAtAreTaken() {
    String faults = faultsOf("rehome.cell.us_east.postgres.isolation = database\n");
    Matcher hinted = Pattern.compile("REHOME_[A-Z_0-9]+").matcher(faults);
    List<String> variables = new ArrayList<>();
    SettingsFolder given =
        new SettingsFolder(folder)
            .file("application.properties", "rehome.cell.us_east.postgres.isolation = database\n");
    while (hinted.find()) {
      variables.add(hinted.group());
      given.variable(
          hinted.group(), hinted.group().endsWith("_URL") ? "jdbc:postgresql://h:1/app" : "x");
    }

    assertThat(variables)
        .contains(
            "REHOME_CONTROL_URL", "REHOME_CONTROL_PASSWORD", "REHOME_CELL_US_EAST_POSTGRES_USER");
    assertThat(given.load().control().user()).isEqualTo("x");
  }

  private String faultsOf(String properties) {
    try {
      new SettingsFolder(folder).file("application.properties", properties).load();
      throw new AssertionError("no fault was found");
    } catch (SettingsFault e) {
      return e.getMessage();
    }
  }
}
