package dev.rehome.moves.fence;

import dev.rehome.moves.Product;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A writer in a JVM of its own, in the middle of a transaction, that can be put to sleep. */
final class SleepingWriter implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  private SleepingWriter(Process process) {
    this.process = process;
    this.said = process.inputReader();
  }

  /** Returns when its transaction has begun; it has written nothing yet. */
  static SleepingWriter start(String url, String tenant) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Body.class.getName(),
                url,
                tenant)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    SleepingWriter writer = new SleepingWriter(process);
    writer.said.readLine();
    return writer;
  }

  /**
   * SIGSTOP, as it is about to write. A thread of it may run on until another one has taken the
   * signal: it is told to write only when all of them have stopped.
   */
  void stop() throws IOException, InterruptedException {
    signal("STOP");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::stopped);
    process.outputWriter().write("write\n");
    process.outputWriter().flush();
  }

  private boolean stopped() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (!stat.substring(stat.lastIndexOf(')')).startsWith(") T")) {
          return false;
        }
      }
      return true;
    }
  }

  /** SIGCONT; the SQLSTATE that its write and commit were answered with, empty if acknowledged. */
  String wake() throws IOException, InterruptedException {
    signal("CONT");
    return said.readLine();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  static final class Body {
    public static void main(String[] args) throws Exception {
      try (Connection session = DriverManager.getConnection(args[0], "app_rw", "app_rw");
          Statement statement = session.createStatement()) {
        session.setAutoCommit(false);
        // begins the transaction, and keeps no snapshot of it
        statement.execute("SET LOCAL work_mem = '4MB'");
        System.out.println("begun");
        int unused = System.in.read();
        try {
          Product.write(session, args[1], "asleep");
          session.commit();
          System.out.println();
        } catch (SQLException e) {
          System.out.println(e.getSQLState());
        }
      }
    }
  }
}
