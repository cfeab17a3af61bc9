package dev.rehome.postgres.side;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and values in a receipt's detail: one pair a line, whatever characters are in them. */
public final class Detail {
  private Detail() {}

  /** The pairs as text. */
  public static String write(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(pair -> code(pair.getKey()) + "=" + code(pair.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** The pairs of a text that {@link #write} gave. */
  public static Map<String, String> read(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int sign = line.indexOf('=');
      pairs.put(plain(line.substring(0, sign)), plain(line.substring(sign + 1)));
    }
    return pairs;
  }

  private static String code(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String plain(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
