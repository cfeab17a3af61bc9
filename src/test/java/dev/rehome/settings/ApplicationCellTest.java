package dev.rehome.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.settings.Hook.Point;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationCellTest {
  @TempDir Path folder;

  private ApplicationCell cell(String properties) {
    return new SettingsFolder(folder)
        .properties(properties)
        .load()
        .cell("a")
        .orElseThrow()
        .application();
  }

  private List<String> words(String command) {
    Hook hook =
        cell("rehome.cell.a.hooks.drain.command = " + command).hook(Point.DRAIN).orElseThrow();
    return ((Hook.Command) hook).words();
  }

  @Test
  void aCommandIsSplitByBlanksAndQuotesAndByNoShell() {
    assertThat(words("tell  me 'a b' \"c 'd\" e;f $HOME '' *"))
        .containsExactly("tell", "me", "a b", "c 'd", "e;f", "$HOME", "", "*");
  }

  @Test
  void aProgramWithASlashIsRelativeToTheSettings() {
    assertThat(words("hooks/drain x/y"))
        .containsExactly(folder.resolve("hooks/drain").toString(), "x/y");
    assertThat(words("./drain")).containsExactly(folder.resolve("drain").toString());
    assertThat(words("drain")).containsExactly("drain");
    assertThat(words("/bin/true")).containsExactly("/bin/true");
  }

  @Test
  void allFaultsAreToldAtOnceAndNoSecretIs() {
    assertThatThrownBy(
            () ->
                cell(
                    """
                    rehome.cell.a.hooks.drain.url = https://h/drain?token=s3cret
                    rehome.cell.a.hooks.drain.command = tell s3cret
                    rehome.cell.a.hooks.switch.url = ftp://h/s3cret
                    rehome.cell.a.hooks.resume.url = https://u:s3cret@h/
                    rehome.cell.a.hooks.swich.url = https://h/s3cret
                    rehome.cell.a.health-urls = http://h/s3cret,http://h/s3cret
                    rehome.cell.a.query-tests = nowhere
                    """))
        .hasMessageStartingWith("6 faults")
        .hasMessageContaining(
            "line 5: rehome.cell.a.hooks.drain.url and rehome.cell.a.hooks.drain.command are both given; keep one")
        .hasMessageContaining(
            "line 6: rehome.cell.a.hooks.switch.url: must be http://HOST or https://HOST")
        .hasMessageContaining("line 7: rehome.cell.a.hooks.resume.url: must be http://HOST")
        .hasMessageContaining("did you mean rehome.cell.a.hooks.switch.url?")
        .hasMessageContaining("health-urls: names a part twice")
        .hasMessageContaining("must be a folder of .sql files")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatIsPrintedIsSchemeAndHostOrTheProgramsName() {
    ApplicationCell cell =
        cell(
            """
            rehome.cell.a.hooks.drain.url = https://h:8443/drain/s3cret?token=s3cret
            rehome.cell.a.hooks.switch.command = bin/tell --token s3cret
            rehome.cell.a.health-urls = http://g/health?token=s3cret
            """);
    assertThat(cell.hook(Point.DRAIN).orElseThrow()).hasToString("https://h");
    assertThat(cell.hook(Point.SWITCH).orElseThrow()).hasToString("tell");
    assertThat(cell.hook(Point.RESUME)).isEmpty();
    assertThat(cell.toString()).contains("http://g").doesNotContain("s3cret");
  }

  @Test
  void ourSecretsAreTakenOutOfWhatOthersSay() {
    Settings settings =
        new SettingsFolder(folder)
            .properties(
                """
                rehome.cell.a.hooks.drain.url = https://h/drain?token=t0ken
                rehome.cell.a.objects.bucket = b
                rehome.cell.a.objects.access-key = AKIA
                rehome.cell.a.objects.secret-key = secretkey
                """)
            .load();
    assertThat(Secrets.of(settings, "a").masked("hunter2 AKIA secretkey token=t0ken bucket b"))
        .isEqualTo("*** *** *** *** bucket b");
  }
}
