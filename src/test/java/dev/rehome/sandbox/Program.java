package dev.rehome.sandbox;

import dev.rehome.App;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in a JVM of its own, its output in a file. */
public final class Program implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param path put before PATH
   */
  public static Program start(Path directory, Path path, String... arguments) throws IOException {
    Path output = directory.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Drehome.home=" + Path.of("").toAbsolutePath());
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), App.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
    builder.environment().merge("PATH", path.toString(), (old, first) -> first + ":" + old);
    return new Program(builder.start(), output);
  }

  public Process process() {
    return process;
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  /** The object that it printed; what a log says beside it, on stderr, is in this file too. */
  public String json() throws IOException {
    return output().lines().filter(line -> line.startsWith("{")).findFirst().orElse(output());
  }

  /** The exit status. */
  public int ended() throws InterruptedException, IOException {
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it has not ended: " + output());
    }
    return process.exitValue();
  }

  public void awaitOutput(String text) throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!output().contains(text)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("no " + text + " in: " + output());
      }
      Thread.sleep(50);
    }
  }

  /** The ports of the servers that it has named. */
  public List<Integer> ports() throws IOException {
    List<Integer> ports = new ArrayList<>();
    Matcher matcher = ADDRESS.matcher(output());
    while (matcher.find()) {
      ports.add(Integer.valueOf(matcher.group(1)));
    }
    return ports;
  }

  public static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
