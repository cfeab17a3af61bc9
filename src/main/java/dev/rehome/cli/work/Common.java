package dev.rehome.cli.work;

import dev.rehome.cli.show.Output;
import dev.rehome.inbox.JobParser;
import dev.rehome.pipeline.Placeholders;
import dev.rehome.settings.Settings;
import dev.rehome.settings.SettingsLoader;
import dev.rehome.store.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command, and what they lead to. */
public final class Common {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the properties file; default ./application.properties")
  private Path config;

  @Option(names = "--json", description = "print one JSON object instead of text")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private final Kinds kinds;
  private Output output;

  public Common(Kinds kinds) {
    this.kinds = kinds;
  }

  /** The kinds of stores that this program moves. */
  public Kinds kinds() {
    return kinds;
  }

  /** The same one at every call. */
  public Output output() {
    if (output == null) {
      output = new Output(spec.commandLine(), json);
    }
    return output;
  }

  /**
   * The settings.
   *
   * @throws dev.rehome.settings.SettingsFault with everything that is wrong with them
   */
  public Settings settings() {
    SettingsLoader loader = new SettingsLoader(kinds.all(), System.getenv(), Placeholders::resolve);
    Optional<Path> file = file();
    return file.isPresent() ? loader.load(file.get()) : loader.loadWithoutFile(Path.of(""));
  }

  private Optional<Path> file() {
    if (config != null && !Files.isRegularFile(config)) {
      throw new Unusable("--config " + config + ": there is no such file; name a properties file");
    }
    return Optional.ofNullable(config).or(() -> SettingsLoader.locate(Path.of(""), home()));
  }

  private static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("rehome.home")).map(Path::of);
  }

  /** The folder of routes: beside the properties file if there is one, else the program's own. */
  public Path routes() {
    return file()
        .map(path -> path.toAbsolutePath().resolveSibling("routes"))
        .filter(Files::isDirectory)
        .orElseGet(() -> home().orElse(Path.of("")).resolve("routes"));
  }

  /** A parser that knows the settings' cells. */
  public JobParser parser(Settings settings) {
    return new JobParser(
        name -> settings.cell(name).isPresent(), () -> settings.cells().keySet(), kinds);
  }
}
