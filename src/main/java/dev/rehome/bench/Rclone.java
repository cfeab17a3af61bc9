package dev.rehome.bench;

import dev.rehome.bench.Figures.Figure;
import dev.rehome.bench.ObjectsBed.Route;
import dev.rehome.sandbox.servers.S3Proxy;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code rclone sync}, with its listing and its checks. Its remotes are told by the environment: no
 * file of settings is read or written.
 *
 * @param parallelism of its transfers, and of its checkers
 */
record Rclone(Route route, int parallelism) implements Contender<ObjectsBed> {
  static final String HOW_TO_INSTALL =
      "rclone is missing, with which this is compared: Debian, Ubuntu: sudo apt-get install -y"
          + " rclone";

  static String name(Route route) {
    return route + ": rclone sync";
  }

  /** E.g. {@code rclone v1.60.1}; empty if it is not installed. */
  static Optional<String> version() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("rclone", "version", "--config", "/dev/null")
              .redirectErrorStream(true)
              .start();
      List<String> said = process.inputReader().lines().toList();
      return process.waitFor() == 0 ? said.stream().findFirst() : Optional.empty();
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  @Override
  public List<Figure> run(ObjectsBed bed) throws IOException, InterruptedException {
    // one remote within the store: of two, rclone copies nothing by the store itself
    String to = route == Route.SERVER_SIDE ? "FROM" : "TO";
    Map<String, String> environment = new HashMap<>();
    remote(environment, "FROM", bed.source());
    remote(environment, to, bed.target(route));
    // the caller's own AWS settings are not these stores'
    String script =
        "unset ${!AWS_*}; rclone sync --config /dev/null --transfers %d --checkers %d FROM:%s/%s %s:%s/%s"
            .formatted(
                parallelism,
                parallelism,
                ObjectsBed.SOURCE_BUCKET,
                ObjectsBed.SOURCE_PREFIX,
                to,
                ObjectsBed.TARGET_BUCKET,
                ObjectsBed.TARGET_PREFIX);
    Shell shell = new Shell(name(route), script, environment);
    Figure figure = new Figure(shell.name(), shell.run());
    bed.requireWhole(route);
    return List.of(figure);
  }

  private static void remote(Map<String, String> environment, String name, S3Proxy server) {
    String prefix = "RCLONE_CONFIG_" + name + "_";
    environment.put(prefix + "TYPE", "s3");
    environment.put(prefix + "PROVIDER", "Other");
    environment.put(prefix + "ENDPOINT", server.endpoint().toString());
    environment.put(prefix + "ACCESS_KEY_ID", S3Proxy.ACCESS_KEY);
    environment.put(prefix + "SECRET_ACCESS_KEY", S3Proxy.SECRET_KEY);
  }
}
