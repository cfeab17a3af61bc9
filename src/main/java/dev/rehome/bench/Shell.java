package dev.rehome.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A script of bash, as somebody would run it by hand.
 *
 * @param name for the message of a failure
 * @param environment besides that of this process
 */
public record Shell(String name, String script, Map<String, String> environment) {
  /**
   * Runs it.
   *
   * @return how long it took
   * @throws IOException with what it said when it failed
   */
  public Duration run() throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder(List.of("bash", "-c", "set -euo pipefail; " + script));
    shell.environment().putAll(environment);
    List<String> said = new ArrayList<>();
    long start = System.nanoTime();
    Process process = shell.redirectErrorStream(true).start();
    process.inputReader().lines().forEach(said::add);
    int status = process.waitFor();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (status != 0) {
      throw new IOException(name + " ended with " + status + ": " + String.join("; ", said));
    }
    return took;
  }
}
