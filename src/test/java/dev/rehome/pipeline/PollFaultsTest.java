package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Two looks for work a second, while the control store is away, are not two stack traces. */
final class PollFaultsTest {
  private static String logged(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return logged.toString(StandardCharsets.UTF_8);
  }

  private static Exception away(String why) {
    return new IllegalStateException(
        "Failed to obtain JDBC Connection", new SQLException("away", new ConnectException(why)));
  }

  @Test
  void aControlStoreThatIsAwayIsOneLineAndNotForEachPoll() {
    PollFaults faults = new PollFaults();
    String logged =
        logged(
            () -> {
              for (int poll = 0; poll < 10; poll++) {
                faults.handleException("Error processing exchange", null, away("refused"));
              }
            });
    assertThat(logged.lines())
        .singleElement()
        .asString()
        .endsWith("the control store cannot be asked for moves, and is asked again: refused");
    assertThat(logged(() -> faults.handleException(away("another reason")))).isNotEmpty();
  }

  @Test
  void aFaultOfOursKeepsItsTrace() {
    assertThat(logged(() -> new PollFaults().handleException(new IllegalStateException("ours"))))
        .contains("IllegalStateException: ours", "\tat ");
  }
}
