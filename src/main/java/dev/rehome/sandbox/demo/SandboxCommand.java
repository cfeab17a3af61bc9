package dev.rehome.sandbox.demo;

import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxSettings;
import dev.rehome.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./rehome sandbox}: servers and settings to play with, until Ctrl-C or SIGTERM. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "Starts the demo's servers alone, prints their settings, stays until Ctrl-C.")
public final class SandboxCommand implements Callable<Integer> {
  private static final String MARK = "# Written by ./rehome sandbox; every start writes it anew.";

  @Option(
      names = "--rows",
      defaultValue = "200000",
      description = "about how many (${DEFAULT-VALUE})")
  private int rows;

  @Spec private CommandSpec spec;

  @Option(
      names = "--directory",
      description = "where the settings are written (a temporary directory)")
  private Path directory;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    SandboxRows.require(spec, rows);
    Screen screen = Screen.of(System.out);
    screen.heading("Real servers start in a temporary directory");
    Optional<Path> settings = Optional.ofNullable(directory).map(Path::toAbsolutePath);
    try (LiveSandbox live = LiveSandbox.start(settings, rows)) {
      screen.table(LiveSandbox.DESCRIBED, live.description());
      stay(screen, live.sandbox(), settings);
      return 0;
    }
  }

  /** Writes the settings, says how to use them, and waits until this JVM is told to end. */
  static void stay(Screen screen, Sandbox sandbox, Optional<Path> directory)
      throws IOException, InterruptedException {
    Path file = write(sandbox, directory.orElse(sandbox.directory()));
    screen.heading("Settings: " + file);
    screen.indented(Files.readAllLines(file));
    screen.heading("In another terminal");
    for (String command :
        List.of(
            "plan acme --from us_east --to us_west",
            "move acme --from us_east --to us_west",
            "status acme")) {
      screen.line("  ./rehome %s --config %s".formatted(command, file));
    }
    screen.line("");
    screen.line("The servers stay until Ctrl-C.");
    new CountDownLatch(1).await();
  }

  private static Path write(Sandbox sandbox, Path directory) throws IOException {
    Path file = directory.resolve(SettingsLoader.FILE);
    if (Files.exists(file) && !Files.readAllLines(file).contains(MARK)) {
      throw new IOException(
          file + " is there and not of a sandbox; name another folder with --directory");
    }
    Files.createDirectories(directory);
    Properties properties = sandbox.properties();
    List<String> lines = new ArrayList<>(List.of(MARK));
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      SandboxSettings.NOTES.forEach(
          (end, note) -> {
            if (key.endsWith(end)) {
              lines.add("# " + note);
            }
          });
      lines.add(key + " = " + properties.getProperty(key));
    }
    Files.write(file, lines);
    return file;
  }
}
