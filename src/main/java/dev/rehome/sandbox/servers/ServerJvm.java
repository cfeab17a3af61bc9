package dev.rehome.sandbox.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server in a JVM of its own, which chooses a free port and says so in its log: no other
 * process can be taken for it. It ends with this JVM.
 */
final class ServerJvm implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(120);
  private static final int LOG_SHOWN = 4_000;

  private final ChildProcess process;
  private final int port;

  private ServerJvm(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param directory for its log, which is written anew; must be there
   * @param arguments of {@code java}
   * @param listens its first group is the port, in what it prints
   * @throws IOException with the end of its log when it does not come up
   */
  static ServerJvm start(String name, Path directory, List<String> arguments, Pattern listens)
      throws IOException {
    Path log = directory.toAbsolutePath().resolve(name + ".log");
    Files.deleteIfExists(log);
    ChildProcess process = ChildProcess.startJava(name, arguments, directory.toAbsolutePath(), log);
    long deadline = System.nanoTime() + START_MAX.toNanos();
    try {
      OptionalInt port = OptionalInt.empty();
      while (port.isEmpty() || !answers(port.getAsInt())) {
        if (!process.alive() || System.nanoTime() > deadline) {
          throw new IOException(name + " does not start; its log: " + end(log));
        }
        Thread.sleep(20);
        port = port(log, listens);
      }
      return new ServerJvm(process, port.getAsInt());
    } catch (InterruptedException e) {
      process.end("KILL");
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " was starting", e);
    } catch (IOException e) {
      process.end("KILL");
      throw e;
    }
  }

  private static OptionalInt port(Path log, Pattern listens) throws IOException {
    Matcher told = listens.matcher(text(log));
    return told.find() ? OptionalInt.of(Integer.parseInt(told.group(1))) : OptionalInt.empty();
  }

  private static boolean answers(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() < 500;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String end(Path log) throws IOException {
    String all = text(log);
    return all.substring(Math.max(0, all.length() - LOG_SHOWN));
  }

  private static String text(Path log) throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  int port() {
    return port;
  }

  /** Ends it. A second call does nothing. */
  @Override
  public void close() {
    process.close();
  }
}
