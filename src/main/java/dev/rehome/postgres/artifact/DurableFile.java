package dev.rehome.postgres.artifact;

import dev.rehome.digest.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/**
 * A file that is there whole, or not at all: written beside its name, with {@code .tmp} behind it,
 * then fsynced and renamed. One that was there is replaced. For one thread.
 */
final class DurableFile implements Closeable {
  private static final String OWNERS = "rw-------";
  private static final int READ_BYTES = 1 << 16;

  private final Path path;
  private final Path unfinished;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.begin();
  private long bytes;

  /**
   * What a file holds.
   *
   * @param sha256 hexadecimal
   */
  record Content(long bytes, String sha256) {}

  DurableFile(Path path) throws IOException {
    this.path = path;
    this.unfinished = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    this.channel =
        FileChannel.open(
            unfinished,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            Folder.permissions(path, OWNERS));
  }

  /** Writes a short one. */
  static Content write(Path path, String text) throws IOException {
    try (DurableFile file = new DurableFile(path)) {
      byte[] all = text.getBytes(StandardCharsets.UTF_8);
      file.append(all, 0, all.length);
      return file.seal();
    }
  }

  /** Reads one for what it holds. */
  static Content read(Path path) throws IOException {
    MessageDigest digest = Sha256.begin();
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    long bytes = 0;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        bytes += buffer.remaining();
        digest.update(buffer);
        buffer.clear();
      }
    }
    return new Content(bytes, Sha256.end(digest));
  }

  /** What is written to it is appended to the file; closing it closes nothing. */
  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        append(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] some, int from, int length) throws IOException {
        append(some, from, length);
      }
    };
  }

  private void append(byte[] some, int from, int length) throws IOException {
    digest.update(some, from, length);
    ByteBuffer rest = ByteBuffer.wrap(some, from, length);
    while (rest.hasRemaining()) {
      bytes += channel.write(rest);
    }
  }

  /** The file is durable under its name when this returns. */
  Content seal() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(
        unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Folder.sync(path.toAbsolutePath().getParent());
    return new Content(bytes, Sha256.end(digest));
  }

  /** Throws away what was not sealed. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      Files.deleteIfExists(unfinished);
    }
  }
}
