package dev.rehome.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.sandbox.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
  @TempDir Path directory;

  @Test
  void theDemoPassesAndLeavesNothing() throws Exception {
    try (Program demo = Program.start(directory, directory, "demo", "--rows", "4000")) {
      assertThat(demo.ended()).as(demo.output()).isZero();
      assertThat(demo.output().lines().toList().get((int) demo.output().lines().count() - 1))
          .startsWith("PASSED: all 17 claims hold");
      assertThat(demo.output())
          .contains("SQLSTATE RH001: ERROR: tenant acme was moved to us_west")
          .contains("SELECT database FROM _system.tenants WHERE name = 'acme';")
          .doesNotContain("\u001b[");
      assertThat(demo.ports()).isNotEmpty().noneMatch(Program::answers);
      assertThat(sandboxes()).isEmpty();
    }
  }

  @Test
  void noServerOutlivesAKilledDemo() throws Exception {
    try (Program demo = Program.start(directory, directory, "demo", "--rows", "4000")) {
      demo.awaitOutput("SNAPSHOT  begins");
      List<Integer> ports = demo.ports();
      assertThat(ports).isNotEmpty().allMatch(Program::answers);
      demo.process().destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(ports).noneMatch(Program::answers));
    }
  }

  @Test
  void ctrlCEndsTheServersAndRemovesTheDirectory() throws Exception {
    try (Program demo = Program.start(directory, directory, "demo", "--rows", "4000")) {
      demo.awaitOutput("SNAPSHOT  begins");
      demo.process().destroy();
      assertThat(demo.ended()).isNotZero();
      assertThat(demo.output().lines().toList()).last().asString().contains("SNAPSHOT  begins");
      assertThat(demo.ports()).noneMatch(Program::answers);
      assertThat(sandboxes()).isEmpty();
    }
  }

  @Test
  void theSandboxStaysWithItsSettingsAlsoWhereRootHasNoUserNamespace() throws Exception {
    Path unshare = Files.createDirectory(directory.resolve("bin")).resolve("unshare");
    Files.writeString(unshare, "#!/bin/sh\necho 'Operation not permitted' >&2\nexit 1\n");
    Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path settings = directory.resolve("settings");
    try (Program sandbox =
        Program.start(
            directory,
            unshare.getParent(),
            "sandbox",
            "--rows",
            "2000",
            "--directory",
            settings.toString())) {
      sandbox.awaitOutput("The servers stay until Ctrl-C.");
      assertThat(settings.resolve("application.properties"))
          .content()
          .contains("rehome.cell.us_west.postgres.isolation = database")
          .contains("rehome.cell.us_west.objects.bucket = acme-files")
          .contains("# stops the application's writes to its objects");
      assertThat(sandbox.ports()).isNotEmpty().allMatch(Program::answers);
      sandbox.process().destroy();
      sandbox.ended();
      assertThat(sandbox.ports()).noneMatch(Program::answers);
      assertThat(sandboxes()).isEmpty();
    }
  }

  @Test
  void aFolderWithOtherSettingsIsLeftAlone() throws Exception {
    Path file = directory.resolve("application.properties");
    Files.writeString(file, "mine = 1\n");
    try (Program sandbox =
        Program.start(
            directory, directory, "sandbox", "--rows", "2000", "--directory", "" + directory)) {
      assertThat(sandbox.ended()).isNotZero();
      assertThat(sandbox.output()).contains("is there and not of a sandbox");
      assertThat(file).hasContent("mine = 1");
    }
  }

  @Test
  void asJsonItIsOneObject() throws Exception {
    try (Program demo = Program.start(directory, directory, "demo", "--rows", "2000", "--json")) {
      assertThat(demo.ended()).as(demo.output()).isZero();
      JsonNode report = new ObjectMapper().readTree(demo.json());
      assertThat(report.path("outcome").asText()).isEqualTo("PASSED");
      assertThat(report.path("claims"))
          .hasSize(17)
          .allMatch(claim -> claim.path("holds").asBoolean());
      assertThat(report.path("checks").size()).isGreaterThan(50);
      assertThat(report.path("objects").path("acme").path("objects").asInt()).isEqualTo(100);
      assertThat(report.path("objects").path("globex").path("bytes").asLong()).isPositive();
    }
  }

  private List<Path> sandboxes() throws Exception {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().contains("rehome-sandbox-"))
          .toList();
    }
  }
}
