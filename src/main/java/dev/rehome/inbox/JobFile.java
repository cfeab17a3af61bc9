package dev.rehome.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A request as it arrived.
 *
 * @param name of the file, without folders; its ending says what the text is
 * @param origin e.g. {@code inbox:move.yaml} or {@code command}
 */
public record JobFile(String name, String origin, String text) {
  /** Bytes; a thousand tenants need a tenth of it. */
  public static final int BYTES_MAX = 1 << 20;

  /**
   * The file of the inbox.
   *
   * @throws JobFault if it is above {@link #BYTES_MAX}, empty or not UTF-8
   */
  public static JobFile read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      return of(name, "inbox:" + name, in.readNBytes(BYTES_MAX + 1));
    }
  }

  /**
   * A body that arrived otherwise.
   *
   * @throws JobFault if it is above {@link #BYTES_MAX}, empty or not UTF-8
   */
  public static JobFile of(String name, String origin, byte[] content) {
    if (content.length > BYTES_MAX) {
      throw new JobFault(
          List.of(name + ": is above " + BYTES_MAX + " bytes; split it into several files"));
    }
    String text = decoded(name, content);
    if (text.isBlank()) {
      throw new JobFault(List.of(name + ": is empty; it must hold a job"));
    }
    return new JobFile(name, origin, text);
  }

  private static String decoded(String name, byte[] content) {
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = utf8.decode(in, out, true);
    if (result.isError()) {
      throw new JobFault(
          List.of(name + ": is not UTF-8 at byte " + (in.position() + 1) + "; save it as UTF-8"));
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** What follows the last dot, in lower case; empty if there is none. */
  String ending() {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
