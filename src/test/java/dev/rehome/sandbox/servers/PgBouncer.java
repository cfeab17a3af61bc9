package dev.rehome.sandbox.servers;

import static org.awaitility.Awaitility.await;

import dev.rehome.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's PgBouncer before a server, a child of this JVM that ends with it. */
public final class PgBouncer implements AutoCloseable {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

  private final int port;
  private final ChildProcess process;

  private PgBouncer(int port, ChildProcess process) {
    this.port = port;
    this.process = process;
  }

  /** Whether the program is there; {@code src/build/client-programs tests} installs it. */
  public static boolean there() {
    return PLACES.stream().anyMatch(Files::isExecutable);
  }

  /**
   * Starts it.
   *
   * @param mode {@code session}, {@code transaction} or {@code statement}
   * @param known for a client: name and password, as at the server
   */
  public static PgBouncer start(
      PostgresServer server, String mode, Settings.Database known, String... more)
      throws IOException {
    OrdinaryUser user = OrdinaryUser.find();
    Path directory = Files.createTempDirectory("rehome-pgbouncer-");
    user.own(directory);
    Path users = directory.resolve("users.txt");
    Files.writeString(users, "\"%s\" \"%s\"\n".formatted(known.user(), known.password()));
    int port = PostgresServer.freePort();
    Path ini = directory.resolve("pgbouncer.ini");
    Files.writeString(
        ini,
        """
        [databases]
        * = host=127.0.0.1 port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        pool_mode = %s
        %s
        """
            .formatted(server.port(), port, users, mode, String.join("\n", more)));
    user.own(users);
    user.own(ini);
    String program =
        PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow().toString();
    PgBouncer bouncer =
        new PgBouncer(
            port,
            ChildProcess.start(
                "pgbouncer",
                user.command(List.of(program, ini.toString())),
                directory,
                directory.resolve("pgbouncer.log")));
    await().atMost(Duration.ofSeconds(20)).until(bouncer::answers);
    return bouncer;
  }

  private boolean answers() {
    if (!process.alive()) {
      throw new IllegalStateException("pgbouncer has ended");
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The same database by way of it. */
  public Settings.Database before(Settings.Database database) {
    return new Settings.Database(
        database.url().replaceFirst(":\\d+/", ":" + port + "/"),
        database.user(),
        database.password());
  }

  /** At once: a gentle end would wait for every session. */
  @Override
  public void close() {
    process.end("TERM");
  }
}
