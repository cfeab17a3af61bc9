package dev.rehome.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Tenant;
import dev.rehome.objects.settings.ObjectsCell;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectsCellTest {
  @TempDir Path folder;

  private ObjectsCell cell(String properties) {
    return new SettingsFolder(folder)
        .properties(properties)
        .load()
        .cell("a")
        .orElseThrow()
        .part(ObjectsCell.class)
        .orElseThrow();
  }

  private String prefix(String template) {
    return cell("rehome.cell.a.objects.bucket = b\nrehome.cell.a.objects.prefix = "
            + template
            + "\n")
        .prefix(new Tenant("acme", "7"));
  }

  @Test
  void aPrefixThatNamesAFolderIsNotThatOfATenantWhoseNameBeginsAlike() {
    assertThat(prefix("tenants/{tenant}")).isEqualTo("tenants/acme/");
    assertThat(prefix("tenants/{tenant}/")).isEqualTo("tenants/acme/");
    assertThat(prefix("tenants/{id}/files")).isEqualTo("tenants/7/files/");
    assertThat(prefix("{tenant}-")).isEqualTo("acme-");
    assertThat(prefix("")).isEmpty();
  }

  @Test
  void allFaultsAreToldAtOnceAndNoSecretIs() {
    assertThatThrownBy(
            () ->
                cell(
                    """
                    rehome.cell.a.objects.endpoint = ftp://h
                    rehome.cell.a.objects.prefix = x/{tennant}/
                    rehome.cell.a.objects.access-key = AKIA
                    rehome.cell.a.objects.verify = sha1
                    rehome.cell.a.objects.part-bytes = 1MiB
                    """))
        .hasMessageContaining("objects.endpoint")
        .hasMessageContaining("must be http://HOST:PORT or https://HOST:PORT")
        .hasMessageContaining("objects.bucket is missing")
        .hasMessageContaining("only {tenant} and {id} are replaced")
        .hasMessageContaining("objects.secret-key is missing")
        .hasMessageContaining("must be sha256 or etag or size")
        .hasMessageContaining("from 5242880 to 268435456")
        .hasMessageNotContaining("AKIA");
  }

  @ParameterizedTest
  @CsvSource({
    "b, tenants/{tenant}, true",
    "b, tenants/{tenant}/, true",
    "b, '{id}', true",
    "b, '{tenant}-files/x-', true",
    "b-{tenant}, '', true",
    "b, '{tenant}-', false",
    "b, 'tenants/{tenant}_', false",
    "b, tenants/, false",
    "b, '', false"
  })
  void tenantsAreToldApartByAPrefixOnlyWithASlashBehindTheName(
      String bucket, String prefix, boolean apart) {
    assertThat(
            cell("rehome.cell.a.objects.bucket = %s\nrehome.cell.a.objects.prefix = %s\n"
                    .formatted(bucket, prefix))
                .tellsTenantsApart())
        .isEqualTo(apart);
  }
}
