package dev.rehome.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes out of a text what looks like a secret: messages of drivers may quote a whole URL. */
public final class Masked {
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:pass(?:word|wd)?|secret|api-?key|access-?key|token)[\\w.-]*)(\\s*=\\s*)[^\\s&,;]+");
  private static final Pattern LOGIN = Pattern.compile("(//[^/\\s:@]*):[^/\\s@]*@");

  private Masked() {}

  public static String of(String text) {
    String named = NAMED.matcher(text).replaceAll("$1$2***");
    return LOGIN.matcher(named).replaceAll("$1:***@");
  }

  /** The same of every text in maps and lists, which are to become JSON. */
  static Object all(Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Masked::all).collect(Collectors.toCollection(ArrayList::new));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> masked = new LinkedHashMap<>();
      map.forEach((key, one) -> masked.put(key, all(one)));
      return masked;
    }
    return value;
  }
}
