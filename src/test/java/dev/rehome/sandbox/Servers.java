package dev.rehome.sandbox;

import dev.rehome.sandbox.servers.PostgresBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The servers that all tests of a JVM share, started by the first that asks; tests that kill or
 * stop a server start their own.
 */
public final class Servers {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private Servers() {}

  /** The shared servers. */
  public static SandboxServers all() {
    return Started.SERVERS;
  }

  /**
   * A fresh sandbox over them, for {@code try} or {@link FreshSandbox}.
   *
   * @param rows about how many us_east holds; 5,000 are enough for most, the first of a number pays
   */
  public static Sandbox fresh(int rows) {
    String name = "t" + NUMBERS.incrementAndGet();
    try {
      return Sandbox.create(all(), name, Started.DIRECTORY.resolve(name), rows);
    } catch (java.sql.SQLException | IOException e) {
      throw new IllegalStateException("the sandbox cannot be made: " + e.getMessage(), e);
    }
  }

  private static final class Started {
    static final Path DIRECTORY;
    static final SandboxServers SERVERS;

    static {
      try {
        DIRECTORY = Files.createTempDirectory("rehome-servers-");
        SERVERS =
            SandboxServers.start(
                DIRECTORY, Map.of("max_prepared_transactions", "10", "wal_level", "logical"));
        Runtime.getRuntime().addShutdownHook(new Thread(Started::end));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void end() {
      SERVERS.close();
      try {
        PostgresBinaries.delete(DIRECTORY);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
