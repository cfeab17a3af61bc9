package dev.rehome.moves;

import static org.awaitility.Awaitility.await;

import dev.rehome.App;
import dev.rehome.Tethered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link MoverMain} as a child process, which does not outlive its test. */
public final class MoverProcess implements AutoCloseable {
  /** What a process that was killed ends with: 128 + SIGKILL. */
  public static final int KILLED = 137;

  /** A lease that ends soon after its holder. */
  private static final int LEASE_SECONDS = 2;

  private static final String HEAP = "-Xmx256m";

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
   * @param signal what it sends itself there: {@code KILL} or {@code STOP}
   */
  public static MoverProcess start(
      Path properties, String move, String failPoint, String signal, String... wants)
      throws IOException {
    List<String> program =
        new ArrayList<>(List.of(MoverMain.class.getName(), properties.toString(), move));
    program.addAll(List.of(wants));
    return start(properties, HEAP, failPoint, signal, program);
  }

  /**
   * Starts it with a heap of its own size, to kill itself at the fail point; it ends with another
   * status when that is too small.
   *
   * @param heap e.g. {@code -Xmx64m}
   */
  public static MoverProcess withHeap(String heap, Path properties, String move, String failPoint)
      throws IOException {
    return start(
        properties,
        heap,
        failPoint,
        "KILL",
        List.of(MoverMain.class.getName(), properties.toString(), move));
  }

  /** The command {@code purge} of a tenant, as an operator calls it. */
  static MoverProcess purge(Path properties, String tenant, String failPoint, String signal)
      throws IOException {
    return command(properties, failPoint, signal, "purge", tenant, "--yes");
  }

  /** A command for a tenant, as an operator calls it. */
  public static MoverProcess command(Path properties, String command, String tenant)
      throws IOException {
    return command(properties, "", "KILL", command, tenant);
  }

  /** A command with all that follows it, which kills itself or falls asleep at the fail point. */
  static MoverProcess command(Path properties, String failPoint, String signal, String... arguments)
      throws IOException {
    List<String> program = new ArrayList<>(List.of(App.class.getName()));
    program.addAll(List.of(arguments));
    program.addAll(List.of("--config", properties.toString()));
    return start(properties, HEAP, failPoint, signal, program);
  }

  private static MoverProcess start(
      Path properties, String heap, String failPoint, String signal, List<String> program)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Drehome.lease-seconds=" + LEASE_SECONDS,
                "-Drehome.fail-point=" + failPoint,
                "-Drehome.fail-signal=" + signal,
                "-cp",
                System.getProperty("java.class.path"),
                Tethered.class.getName()));
    command.addAll(program);
    Path log = Files.createTempFile(properties.getParent(), "mover-", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new MoverProcess(process, log);
  }

  /** Waits for the end; its exit status. */
  public int ended() throws InterruptedException {
    return ended(Duration.ofSeconds(120));
  }

  /** The same for one that has more to do. */
  public int ended(Duration most) throws InterruptedException {
    if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "the mover has not ended after %d s:\n%s".formatted(most.toSeconds(), log()));
    }
    return process.exitValue();
  }

  /** Everything it said. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  /** Waits until it has fallen asleep at its fail point. */
  public void asleep() {
    Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> state(status).equals("T"));
  }

  private String state(Path status) throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the mover ended instead of falling asleep:\n" + log());
    }
    String stat = Files.readString(status);
    return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  }

  /** Wakes it, and waits until it has understood that the move is no longer its own. */
  public void wake() throws Exception {
    signal("CONT");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> log().contains(MoverMain.IDLE) || !process.isAlive());
    Thread.sleep(1_500);
  }

  public void signal(String name) throws Exception {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("kill -" + name + " ended with " + status);
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
