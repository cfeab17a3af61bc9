package dev.rehome.bench.pause;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads what one session of PostgreSQL's protocol 3 sends, without TLS, and tells of each request
 * that is answered before its client goes on: a simple query, the end of an extended one, the end
 * of rows that were copied in. For one thread.
 */
final class Requests {
  private static final int CANCEL = 80_877_102;
  private static final int TLS = 80_877_103;
  private static final int GSS = 80_877_104;
  private static final int TEXT_MAX = 2_000;
  private static final int LENGTH = 4;

  private final Consumer<String> told;
  private final byte[] kept = new byte[TEXT_MAX];
  private final byte[] head = new byte[1 + LENGTH];
  private boolean startup = true;
  private int headSize;
  private int bodySize;
  private int bodyLeft = -1;
  private final Map<String, String> prepared = new HashMap<>();
  private String bound = "";

  /**
   * @param told takes the text of each request: of its statements, or the beginning of a long one
   */
  Requests(Consumer<String> told) {
    this.told = told;
  }

  void read(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bodyLeft < 0) {
        head(bytes[i]);
      } else {
        int part = Math.min(bodyLeft, count - i);
        int keep = Math.min(part, TEXT_MAX - bodySize);
        System.arraycopy(bytes, i, kept, bodySize, keep);
        bodySize += keep;
        bodyLeft -= part;
        i += part - 1;
        end();
      }
    }
  }

  private void head(byte next) {
    head[headSize++] = next;
    int kind = startup ? 0 : 1;
    if (headSize == kind + LENGTH) {
      int length = 0;
      for (int i = kind; i < headSize; i++) {
        length = (length << 8) | (head[i] & 0xff);
      }
      bodyLeft = length - LENGTH;
      bodySize = 0;
      end();
    }
  }

  private void end() {
    if (bodyLeft > 0) {
      return;
    }
    if (startup) {
      int code = number();
      startup = code == TLS || code == GSS || code == CANCEL;
    } else {
      message((char) head[0]);
    }
    headSize = 0;
    bodyLeft = -1;
  }

  private int number() {
    int code = 0;
    for (int i = 0; i < LENGTH; i++) {
      code = (code << 8) | (kept[i] & 0xff);
    }
    return code;
  }

  private void message(char type) {
    switch (type) {
      case 'P' -> {
        String[] nameAndText = text().split("\0", 3); // and the types of its parameters
        prepared.put(nameAndText[0], nameAndText[1]);
      }
      case 'B' -> {
        String text = prepared.getOrDefault(text().split("\0", 3)[1], "");
        bound += (bound.isEmpty() ? "" : "; ") + text;
      }
      case 'Q' -> told.accept(text().replace("\0", ""));
      case 'S' -> {
        told.accept(bound);
        bound = "";
      }
      case 'c' -> told.accept("end of rows");
      default -> {
        // belongs to one of these
      }
    }
  }

  private String text() {
    return new String(kept, 0, bodySize, StandardCharsets.UTF_8);
  }
}
