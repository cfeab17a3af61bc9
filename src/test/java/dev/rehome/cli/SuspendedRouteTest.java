package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.Assembly;
import dev.rehome.journal.History;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator suspends a component's route by JMX: its moves wait, none of them fails. */
class SuspendedRouteTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(2_000);

  private static void ask(String operation) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName route =
        server
            .queryNames(
                new ObjectName(
                    "org.apache.camel:context=rehome,type=routes,name=\"copy-postgres\""),
                null)
            .iterator()
            .next();
    server.invoke(route, operation, new Object[0], new String[0]);
  }

  @Test
  void aMoveWaitsWhileItsRouteIsSuspended() throws JMException {
    Pipeline pipeline =
        Pipeline.start(
            Assembly.wire(SANDBOX.get().settings(Limits.DEFAULTS), Optional.empty()),
            Path.of("routes"),
            (name, text) -> List.of(),
            /* inboxOn= */ false);
    try {
      ask("suspend");
      History history = pipeline.wiring().history();
      String move =
          pipeline
              .submit(
                  new Job("j1", Tenant.named("acme"), "us_east", "us_west", Options.NONE, "test"))
              .move()
              .orElseThrow();
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> history.move(move).orElseThrow().epoch() > 1);
      assertThat(history.move(move).orElseThrow().status()).isEqualTo("running");
      assertThat(history.move(move).orElseThrow().phase()).isEqualTo("SNAPSHOT");
      ask("resume");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> history.job("j1").orElseThrow().word().isPresent());
      assertThat(history.move(move).orElseThrow().status()).isEqualTo("done");
    } finally {
      pipeline.stop(Duration.ofSeconds(20));
    }
  }
}
