package dev.rehome.cli;

import static org.awaitility.Awaitility.await;

import dev.rehome.sandbox.Sandbox;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as a process of its own, as its caller sees it. */
final class Child {
  private static final Duration LIFE_MAX = Duration.ofSeconds(90);

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The sandbox's settings as a file, with some of them changed. */
  static Path config(Sandbox sandbox, String... changes) {
    try {
      Properties properties = sandbox.properties();
      properties.setProperty("rehome.fence-lease-seconds", "10");
      properties.setProperty("rehome.drain-timeout-seconds", "10");
      properties.setProperty("rehome.control-lost-seconds", "10");
      for (int i = 0; i < changes.length; i += 2) {
        properties.setProperty(changes[i], changes[i + 1]);
      }
      Path folder = Files.createTempDirectory(Path.of("target"), "cli-").toAbsolutePath();
      Path file = folder.resolve("application.properties");
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        properties.store(writer, null);
      }
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Child start(Path config, String... arguments) {
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
      command.add("-Drehome.lease-seconds=4");
      command.addAll(List.of("-Drehome.home=" + Path.of("").toAbsolutePath()));
      command.addAll(List.of("-cp", classPath()));
      command.addAll(List.of("dev.rehome.Tethered", "dev.rehome.App"));
      command.addAll(List.of(arguments));
      command.addAll(List.of("--config", config.toString()));
      Path out = Files.createTempFile(config.getParent(), "child-", ".out");
      Path err = Files.createTempFile(config.getParent(), "child-", ".err");
      Process process =
          new ProcessBuilder(command)
              .directory(config.getParent().toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Child(process, out, err);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** It runs in another folder. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Child run(Path config, String... arguments) {
    return start(config, arguments).ended();
  }

  /** Waits for its end, and kills it if there is none. */
  Child ended() {
    try {
      if (!process.waitFor(LIFE_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end; it said:\n" + all());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return this;
  }

  /** Sends {@code INT} or {@code TERM}. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Child said(String text) {
    await()
        .alias(text)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(40))
        .until(() -> all().contains(text) || !process.isAlive());
    if (!all().contains(text)) {
      throw new AssertionError("it ended without saying " + text + ":\n" + all());
    }
    return this;
  }

  int status() {
    return process.exitValue();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  String lastLine() {
    return out().lines().reduce((a, b) -> b).orElse("");
  }

  /** Both streams, for a test that failed. */
  String all() {
    return out() + "\n" + err();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
