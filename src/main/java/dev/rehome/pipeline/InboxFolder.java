package dev.rehome.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of the inbox, and how files go from one to another. Thread safe. */
final class InboxFolder {
  private static final Logger LOG = LoggerFactory.getLogger(InboxFolder.class);
  private static final String IN_PROGRESS = ".inprogress";
  private static final String ACCEPTED = ".accepted";
  private static final String FAILED = ".failed";
  private static final String DONE = ".done";

  private final Path inbox;

  InboxFolder(Path inbox) {
    this.inbox = inbox;
  }

  /** Makes the folders, and takes back the files that a killed process was reading. */
  void sweep() {
    try {
      for (String folder : List.of(IN_PROGRESS, ACCEPTED, FAILED, DONE)) {
        Files.createDirectories(inbox.resolve(folder));
      }
      for (Path entry : entries(inbox)) {
        if (entry.getFileName().toString().endsWith(".camelLock")) {
          Files.delete(entry);
        }
      }
      for (Path left : entries(inbox.resolve(IN_PROGRESS))) {
        Files.move(left, free(inbox, left.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("inbox " + inbox + ": " + e.getMessage(), e);
    }
  }

  /** Whatever has been dropped, but for what nobody is to see: hidden names and {@code .tmp}. */
  List<Path> dropped() {
    try {
      return entries(inbox);
    } catch (IOException e) {
      LOG.warn("inbox {}: cannot be listed: {}", inbox, e.getClass().getSimpleName());
      return List.of();
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().matches("\\..*|.*\\.tmp"))
          .sorted()
          .toList();
    }
  }

  /** Where a file is whose jobs are being worked on. */
  Path accepted(String name) {
    return inbox.resolve(ACCEPTED).resolve(name);
  }

  /** Whether what is read now is a link: somebody has put it in the place of a file. */
  boolean linked(String name) {
    return Files.isSymbolicLink(inbox.resolve(IN_PROGRESS).resolve(name));
  }

  /** Puts what is wrong beside where the file will be. */
  void explain(String name, String reason) throws IOException {
    LOG.warn("inbox: refused: {}", shown(reason.strip().replace("\n", "; ")));
    write(inbox.resolve(FAILED).resolve(name + ".error.txt"), reason.strip() + "\n");
  }

  /** Puts an entry, of whatever kind, to the bad ones, with the reason beside it. */
  void refuse(Path entry, String reason) throws IOException {
    String name = entry.getFileName().toString();
    explain(name, name + ": " + reason);
    Files.move(entry, free(inbox.resolve(FAILED), name));
  }

  /** An accepted file goes to the bad ones, with the reason beside it. */
  void giveUp(String name, String reason) throws IOException {
    explain(name, reason);
    Files.move(
        accepted(name), inbox.resolve(FAILED).resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The outcome first, then the file: a crash between them only repeats both. */
  void finish(String name, String outcome) throws IOException {
    write(inbox.resolve(DONE).resolve(name + ".outcome.json"), outcome);
    Files.move(
        accepted(name), inbox.resolve(DONE).resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Its own name, or the next one with a number before it: what is there stays. */
  private static Path free(Path folder, String name) {
    Path free = folder.resolve(name);
    for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
      free = folder.resolve(i + "-" + name);
    }
    return free;
  }

  /** The owner's alone: it may repeat what stands in a job. */
  private static void write(Path file, String text) throws IOException {
    Path half = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.deleteIfExists(half);
    if (half.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(half, text);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
