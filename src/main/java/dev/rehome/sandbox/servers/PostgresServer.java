package dev.rehome.sandbox.servers;

import dev.rehome.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A real PostgreSQL on a free loopback port, a child of this JVM that ends with it. It asks for
 * passwords. It never runs as root, see {@link OrdinaryUser}.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final int PORTS_TRIED_MAX = 5;

  /** {@code fsync = off} is for throw-away data: it survives a killed server, not a power cut. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "fsync", "off",
          "max_connections", "200",
          "shared_buffers", "32MB",
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          "timezone", "UTC");

  private final Path home;
  private final Path data;
  private final Map<String, String> settings;
  private final String password;
  private int port;
  private ChildProcess process;

  private PostgresServer(Path home, Path data, Map<String, String> settings, String password) {
    this.home = home;
    this.data = data;
    this.settings = settings;
    this.password = password;
  }

  /**
   * Starts a server over the directory, which is made if it is missing or empty; returns when the
   * server answers.
   *
   * @param settings of postgresql.conf, above the defaults
   * @throws IOException with the end of the server's log when it does not come up
   */
  public static PostgresServer start(Path dataDirectory, Map<String, String> settings)
      throws IOException {
    return start(PostgresBinaries.extracted(), dataDirectory, settings);
  }

  /** The same by the programs below {@code home}, which may be of another version. */
  public static PostgresServer start(Path home, Path dataDirectory, Map<String, String> settings)
      throws IOException {
    Path data = dataDirectory.toAbsolutePath();
    Map<String, String> all = new TreeMap<>(DEFAULTS);
    all.putAll(settings);
    PostgresServer server = new PostgresServer(home, data, all, prepared(home, data));
    for (int tried = 1; ; tried++) {
      server.port = freePort();
      try {
        server.launch();
        return server;
      } catch (IOException e) {
        if (tried == PORTS_TRIED_MAX || !e.getMessage().contains("could not bind")) {
          throw e;
        }
      }
    }
  }

  private static String program(Path home, String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** Runs initdb unless that was done before. Returns the superuser's password. */
  private static String prepared(Path home, Path data) throws IOException {
    Path secret = data.resolve("superuser-password");
    if (Files.exists(secret)) {
      return Files.readString(secret).strip();
    }
    OrdinaryUser user = OrdinaryUser.find();
    Files.createDirectories(data);
    user.own(data);
    Path fresh = Files.createTempFile("rehome-", ".password");
    try {
      String password = UUID.randomUUID().toString();
      Files.writeString(fresh, password + "\n");
      user.own(fresh);
      List<String> initdb = new ArrayList<>();
      initdb.addAll(List.of(program(home, "initdb"), "-D", data.toString()));
      initdb.addAll(List.of("-U", "postgres", "-A", "scram-sha-256", "--pwfile=" + fresh));
      initdb.addAll(List.of("--no-sync", "--encoding=UTF8", "--locale=C"));
      ChildProcess.run(user.command(initdb));
      Files.copy(fresh, secret);
      return password;
    } finally {
      Files.delete(fresh);
    }
  }

  /** Below the ports that outgoing connections take, so that a restart finds its own port free. */
  static int freePort() throws IOException {
    for (int tried = 0; tried < 1_000; tried++) {
      int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (java.net.BindException taken) {
        // the next one then
      }
    }
    throw new IOException("no free loopback port between 15000 and 32000");
  }

  private void launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program(home, "postgres"), "-D", data.toString()));
    command.addAll(List.of("-p", Integer.toString(port)));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    Path log = log();
    long before = Files.exists(log) ? Files.size(log) : 0;
    process = ChildProcess.start("postgres", OrdinaryUser.find().command(command), data, log);
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (!answers()) {
      if (!process.alive() || System.nanoTime() > deadline) {
        process.end("QUIT");
        throw new IOException("PostgreSQL in " + data + " does not start; its log: " + log(before));
      }
      pause();
    }
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(5);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was starting", e);
    }
  }

  private String log(long from) throws IOException {
    byte[] all = Files.readAllBytes(log());
    int start = Math.toIntExact(Math.max(from, all.length - 4_000));
    return new String(all, start, all.length - start, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The file to which the server writes what it has to say. */
  public Path log() {
    return data.resolve("server.log");
  }

  /** Ends it in order (fast shutdown: sessions are cut). A second call does nothing. */
  public synchronized void stop() {
    process.end("INT");
  }

  /** Ends it at once, as a crash would: what was committed is recovered by {@link #restart}. */
  public synchronized void kill() {
    process.end("QUIT");
  }

  /** Starts it again, on the same port and data; stops it first if it runs. */
  public synchronized void restart() throws IOException {
    stop();
    launch();
  }

  public int port() {
    return port;
  }

  /** The JDBC URL of one of its databases. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The database {@code postgres} as its superuser. */
  public Settings.Database superuser() {
    return superuser("postgres");
  }

  /** Any database as the superuser. */
  public Settings.Database superuser(String database) {
    return new Settings.Database(url(database), "postgres", password);
  }

  /** A new session of the superuser, in autocommit; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "postgres", password);
  }

  /** Stops it. */
  @Override
  public void close() {
    stop();
  }
}
