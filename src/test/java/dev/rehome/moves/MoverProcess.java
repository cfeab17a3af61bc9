package dev.rehome.moves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link MoverMain} as a child process, which does not outlive its test. */
final class MoverProcess implements AutoCloseable {
  /** What a process that was killed ends with: 128 + SIGKILL. */
  static final int KILLED = 137;

  /** A lease that ends soon after its holder. */
  private static final int LEASE_SECONDS = 2;

  private final Process process;
  private final Path log;

  private MoverProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param failPoint a label, {@code label#n}, or nothing
   */
  static MoverProcess start(Path properties, String move, String failPoint, String... wants)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Drehome.lease-seconds=" + LEASE_SECONDS,
                "-Drehome.fail-point=" + failPoint,
                "-cp",
                System.getProperty("java.class.path"),
                MoverMain.class.getName(),
                properties.toString(),
                move));
    command.addAll(List.of(wants));
    Path log = Files.createTempFile(properties.getParent(), "mover-", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new MoverProcess(process, log);
  }

  /** Waits for the end; its exit status. */
  int ended() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the mover has not ended after 120 s:\n" + log());
    }
    return process.exitValue();
  }

  /** Everything it said. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  /** Puts it to sleep, where it is. */
  void sleep() throws Exception {
    signal("STOP");
  }

  /** Wakes it. */
  void wake() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("kill -" + name + " ended with " + status);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
