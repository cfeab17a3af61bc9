package dev.rehome.postgres.artifact;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of one move's artifact. It and its files are their owner's alone, where the file
 * system knows owners.
 */
record Folder(Path path) {
  static final String ROWS = "rows";
  private static final String OWNERS = "rwx------";

  static Folder of(Path snapshots, Move move) {
    return new Folder(snapshots.resolve(move.id()));
  }

  /** Makes it, durably, and says whether it did; one that is there stays as it is. */
  boolean make() {
    boolean fresh = false;
    try {
      Path snapshots = path.toAbsolutePath().getParent();
      if (!Files.isDirectory(snapshots)) {
        Files.createDirectories(snapshots);
        sync(snapshots.getParent());
      }
      for (Path directory : List.of(path, path.resolve(ROWS))) {
        try {
          Files.createDirectory(directory, permissions(path, OWNERS));
        } catch (FileAlreadyExistsException e) {
          continue;
        }
        fresh = true;
        sync(directory.toAbsolutePath().getParent());
      }
      return fresh;
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** Takes back what {@link #make} made, unless somebody has put something into it. */
  void removeIfEmpty() {
    try {
      Files.deleteIfExists(path.resolve(ROWS));
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // it is in use
    }
  }

  boolean there() {
    return Files.isDirectory(path);
  }

  /** The path of one of its files, by the name that the manifest gives it. */
  Path file(String name) {
    return path.resolve(name);
  }

  /** Removes the files of rows that are not among these: nobody counts on them. */
  void keepOnly(Set<String> names) {
    try (Stream<Path> files = Files.list(path.resolve(ROWS))) {
      for (Path file : files.toList()) {
        if (!names.contains(ROWS + "/" + file.getFileName())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw failed(path.resolve(ROWS), e);
    }
  }

  /**
   * Removes it with all that is in it; one that is not there is removed already.
   *
   * @throws PassingFault when that is not possible now
   */
  void remove() {
    if (!there()) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
      sync(path.toAbsolutePath().getParent());
    } catch (NoSuchFileException e) {
      remove();
    } catch (IOException | UncheckedIOException e) {
      throw new PassingFault(
          "the artifact " + path + " cannot be removed: " + e.getMessage() + "; remove it by hand",
          e);
    }
  }

  static FileAttribute<?>[] permissions(Path near, String permissions) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** What a directory lists is durable when this returns. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The failure of a move whose artifact could not be written. */
  static MoveFailed failed(Path file, IOException cause) {
    String reason =
        cause instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : cause instanceof NoSuchFileException ? "it is gone" : Reason.of(cause);
    return new MoveFailed(
        "the artifact's "
            + file
            + " cannot be written: "
            + reason
            + "; mend it, name another rehome.snapshot-directory, or set rehome.snapshot-write ="
            + " false",
        cause);
  }
}
