package dev.rehome.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The head of a request or of an answer, as it came.
 *
 * @param first its first line
 * @param fields the others, {@code Name: value}
 */
record Head(String first, List<String> fields) {

  /** Empty when the other side has ended the connection. */
  static Optional<Head> read(InputStream in) throws IOException {
    Optional<String> first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    for (String field = some(in); !field.isEmpty(); field = some(in)) {
      fields.add(field);
    }
    return Optional.of(new Head(first.get(), fields));
  }

  /** One line that must be there. */
  static String some(InputStream in) throws IOException {
    return line(in).orElseThrow(() -> new EOFException("the connection ended in a head"));
  }

  private static Optional<String> line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return Optional.empty();
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return Optional.of(line.toString());
  }

  /** The value of a field; names are compared without their case. */
  Optional<String> value(String name) {
    return fields.stream()
        .filter(field -> named(field, name))
        .map(field -> field.substring(name.length() + 1).strip())
        .findFirst();
  }

  private static boolean named(String field, String name) {
    return field.regionMatches(true, 0, name + ":", 0, name.length() + 1);
  }

  Head without(String name) {
    return new Head(first, fields.stream().filter(field -> !named(field, name)).toList());
  }

  /** The n-th word of the first line, from 0. */
  String word(int number) {
    return first.split(" ", -1)[number];
  }

  boolean chunked() {
    return value("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  /** How many bytes follow; -1 if it does not say. */
  long length() {
    return value("Content-Length").map(Long::parseLong).orElse(-1L);
  }

  void write(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder(first).append("\r\n");
    fields.forEach(field -> text.append(field).append("\r\n"));
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
