package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.Assembly;
import dev.rehome.Registry;
import dev.rehome.inbox.JobParser;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @Test
  void aFileDroppedIntoTheInboxMovesATenantAndABadOneIsExplained() throws Exception {
    Settings settings = SANDBOX.get().settings(Limits.DEFAULTS);
    Path inbox = settings.inbox();
    JobParser parser =
        new JobParser(
            name -> settings.cell(name).isPresent(),
            () -> settings.cells().keySet(),
            Registry.KINDS);
    Pipeline pipeline =
        Pipeline.start(
            Assembly.wire(settings, Optional.empty()), Path.of("routes"), parser::parse, true);
    try {
      Files.writeString(inbox.resolve("a.sql"), "MOVE TENANT acme FROM us_east TO us_west;\n");
      Files.writeString(inbox.resolve("b.yaml"), "tenant: acme\nform: us_east\n");
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> Files.exists(inbox.resolve(".done/a.sql.outcome.json")));
      assertThat(inbox.resolve(".done/a.sql.outcome.json"))
          .content()
          .contains(
              "MOVED", "\"rows\"", "\"unit\" : \"rows\"", "\"pause_seconds\"", "\"left_behind\"");
      assertThat(inbox.resolve(".failed/b.yaml.error.txt")).content().contains("form");
    } finally {
      pipeline.stop(Duration.ofSeconds(20));
    }
  }
}
