package dev.rehome.postgres.schema.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LibpqEnvironmentTest {
  @Test
  void theAddressBecomesVariablesAndInheritedOnesGo() {
    Map<String, String> environment = new HashMap<>(Map.of("PGSERVICE", "other", "PATH", "/bin"));
    LibpqEnvironment.put(
        environment,
        new Settings.Database(
            "jdbc:postgresql://db1:5433,db2/my%20db?sslmode=verify-ca&sslrootcert=/ca.pem",
            "mover", "secret"),
        "rehome/m1/1");
    assertThat(environment)
        .containsEntry("PGHOST", "db1,db2")
        .containsEntry("PGPORT", "5433,5432")
        .containsEntry("PGDATABASE", "my db")
        .containsEntry("PGUSER", "mover")
        .containsEntry("PGPASSWORD", "secret")
        .containsEntry("PGSSLMODE", "verify-ca")
        .containsEntry("PGSSLROOTCERT", "/ca.pem")
        .containsEntry("PGAPPNAME", "rehome/m1/1")
        .containsEntry("PATH", "/bin")
        .doesNotContainKeys("PGSERVICE", "PGOPTIONS");
  }
}
