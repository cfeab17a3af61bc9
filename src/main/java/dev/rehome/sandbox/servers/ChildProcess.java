package dev.rehome.sandbox.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server process that ends with this JVM, also when the JVM is killed: a small shell holds the
 * other end of a pipe and passes the end of it on as a signal. The child has a session of its own,
 * so that Ctrl-C at the terminal reaches the JVM alone.
 */
final class ChildProcess implements AutoCloseable {
  /**
   * Reads one line, the name of a signal, or a gentle one at the pipe's end, and sends it until the
   * child is gone (one sent before the child has its handlers is lost); after ten seconds a hard
   * one. The shell itself ends as soon as the child does.
   */
  private static final String WATCHDOG =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      {
        read -r signal || signal=GENTLE
        tries=0
        while kill -"$signal" "$child" 2>/dev/null; do
          tries=$((tries + 1))
          [ "$tries" -lt 100 ] || signal=HARD
          sleep 0.1
        done
      } <&3 &
      reader=$!
      exec 3<&-
      wait "$child"
      status=$?
      kill "$reader" 2>/dev/null
      exit "$status"
      """;

  private final String name;
  private final String gentle;
  private final Process process;

  private ChildProcess(String name, String gentle, Process process) {
    this.name = name;
    this.gentle = gentle;
    this.process = process;
  }

  /** Starts a program that ends by SIGINT; what it prints is appended to {@code log}. */
  static ChildProcess start(String name, List<String> command, Path directory, Path log)
      throws IOException {
    return start(name, "INT", "QUIT", command, directory, log);
  }

  /**
   * Starts a JVM. A shell's background child ignores SIGINT, and a JVM prints its threads at
   * SIGQUIT, so it ends by SIGTERM and SIGKILL.
   */
  static ChildProcess startJava(String name, List<String> arguments, Path directory, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return start(name, "TERM", "KILL", command, directory, log);
  }

  private static ChildProcess start(
      String name, String gentle, String hard, List<String> command, Path directory, Path log)
      throws IOException {
    String watchdog = WATCHDOG.replace("GENTLE", gentle).replace("HARD", hard);
    List<String> watched = new ArrayList<>(List.of("setsid", "sh", "-c", watchdog, name));
    watched.addAll(command);
    Process process =
        new ProcessBuilder(watched)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ChildProcess(name, gentle, process);
  }

  boolean alive() {
    return process.isAlive();
  }

  /**
   * Sends the signal, e.g. {@code QUIT}, and waits for the end. A second call only waits.
   *
   * @throws IllegalStateException when it has not ended after 30 seconds
   */
  void end(String signal) {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException gone) {
      // the pipe is closed: it has ended, or was told to
    }
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " has not ended 30 s after signal " + signal);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + ": interrupted while it was ending", e);
    }
  }

  /** Ends it in order. */
  @Override
  public void close() {
    end(gentle);
  }

  /** Runs a program to its end; its output is in the message when it fails. */
  static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            String.join(" ", command) + " ended with status " + status + ": " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command.get(0) + ": interrupted", e);
    }
  }
}
