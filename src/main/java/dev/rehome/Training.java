package dev.rehome;

import dev.rehome.sandbox.SandboxServers;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/**
 * What the build runs once so that the JVM can archive the classes that a start needs: a move up to
 * its refusal, and commands that read, over a server of its own. Where there is no such server,
 * they get as far as they can.
 */
public final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("rehome-training-");
    Path settings = folder.resolve("application.properties");
    try (PostgresServer server = SandboxServers.startControl(folder.resolve("control"), Map.of())) {
      Files.write(settings, settings(server));
      run("--config", settings.toString(), "status");
      run("move", "nobody", "--from", "one", "--to", "other", "--config", settings.toString());
      run("sql", "SELECT name FROM _system.tenants", "--config", settings.toString());
      run("status", "nobody", "--json", "--config", settings.toString());
    }
    FileSystemUtils.deleteRecursively(folder);
    System.exit(0);
  }

  private static List<String> settings(PostgresServer server) {
    Settings.Database database = server.superuser();
    List<String> lines = new ArrayList<>();
    for (String part : List.of("control", "cell.one.postgres", "cell.other.postgres")) {
      lines.add("rehome." + part + ".url = " + database.url());
      lines.add("rehome." + part + ".user = " + database.user());
      lines.add("rehome." + part + ".password = " + database.password());
    }
    lines.add("rehome.cell.one.postgres.isolation = database");
    lines.add("rehome.cell.other.postgres.isolation = database");
    return lines;
  }

  private static void run(String... words) {
    App.line().execute(words);
  }
}
