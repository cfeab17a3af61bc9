package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Options;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClonedServerTest {
  @TempDir Path folder;

  @Test
  void aCloneIsAnotherServerThoughItsSystemIdentifierIsTheSame() throws Exception {
    Path one = folder.resolve("one");
    PostgresServer.start(one, Map.of()).close();
    Path two = folder.resolve("two");
    copy(one, two);
    try (PostgresServer east = PostgresServer.start(one, Map.of());
        PostgresServer west = PostgresServer.start(two, Map.of())) {
      assertThat(find(east.superuser(), west.superuser())).noneMatch(Finding::blocks);
      assertThat(find(east.superuser(), east.superuser()))
          .anyMatch(finding -> finding.line().contains("of the same server"));
    }
  }

  @Test
  void aServerInRecoveryIsRefusedAsSourceAndAsTarget() throws Exception {
    Path one = folder.resolve("primary");
    Path two = folder.resolve("standby");
    PostgresServer.start(one, Map.of()).close();
    copy(one, two);
    Files.writeString(two.resolve("standby.signal"), "");
    try (PostgresServer primary = PostgresServer.start(one, Map.of());
        PostgresServer standby = PostgresServer.start(two, Map.of())) {
      assertThat(find(standby.superuser(), primary.superuser()))
          .anyMatch(f -> f.blocks() && f.line().contains("us_east: is a standby"))
          .anyMatch(f -> f.line().contains("name the primary in rehome.cell.us_east.postgres.url"));
      assertThat(find(primary.superuser(), standby.superuser()))
          .anyMatch(f -> f.blocks() && f.line().contains("us_west: is a standby"));
    }
  }

  private static List<Finding> find(Settings.Database from, Settings.Database to) {
    Settings settings =
        new Settings(
            from,
            Path.of("inbox"),
            Path.of("snapshots"),
            Limits.DEFAULTS,
            Map.of(
                "us_east",
                TwoCells.dedicated("us_east", from),
                "us_west",
                TwoCells.dedicated("us_west", to)));
    var move = TwoCells.move(Options.NONE);
    try (PostgresCells cells = new PostgresCells(settings)) {
      return ServerProblems.find(cells.source(move), cells.target(move));
    }
  }

  /** As a disk's snapshot does, owners and rights included. */
  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start().waitFor())
        .isZero();
    Files.deleteIfExists(to.resolve("postmaster.pid"));
  }
}
