package dev.rehome.postgres.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A reference to an object of the tenant, taken apart.
 *
 * @param scheme {@code http} or {@code https} as written; empty for other styles
 * @param rest what follows the tenant's prefix, as written
 */
record ObjectAddress(Style style, String scheme, Spelling host, Coding coding, String rest) {
  enum Style {
    S3,
    PATH,
    VIRTUAL_HOST,
    KEY
  }

  /** How the host is written. Each place has two of them, and the first one always. */
  enum Spelling {
    CONFIGURED,
    WITHOUT_PORT,
    USUAL_PORT,
    GLOBAL
  }

  /** How the prefix is written in a URL. */
  enum Coding {
    ENCODED,
    PLAIN,
    ENCODED_SLASHES;

    String of(String prefix) {
      if (this == PLAIN) {
        return prefix;
      }
      StringBuilder text = new StringBuilder();
      for (byte one : prefix.getBytes(StandardCharsets.UTF_8)) {
        char c = (char) (one & 0xff);
        boolean stays =
            (Character.isLetterOrDigit(c) && c < 0x80)
                || "-_.~".indexOf(c) >= 0
                || (c == '/' && this == ENCODED);
        if (stays) {
          text.append(c);
        } else {
          text.append('%').append("%02X".formatted((int) c));
        }
      }
      return text.toString();
    }
  }

  boolean url() {
    return style == Style.PATH || style == Style.VIRTUAL_HOST;
  }

  /** The rest without what a URL has behind its path. */
  String written() {
    if (!url()) {
      return rest;
    }
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '?' && rest.charAt(end) != '#') {
      end++;
    }
    return rest.substring(0, end);
  }

  /** The object's name, its key without the tenant's prefix: of a URL decoded. */
  String name() {
    String written = written();
    return url() && written.indexOf('%') >= 0 ? decoded(written) : written;
  }

  /** What is no escape stays; so does a plus sign, which stands for itself in a path. */
  private static String decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer plain = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (low >= 0) {
        plain.put((byte) (16 * high + low));
        i += 2;
      } else {
        plain.put(bytes[i]);
      }
    }
    return new String(plain.array(), 0, plain.position(), StandardCharsets.UTF_8);
  }
}
