package dev.rehome.cli.show;

import java.util.regex.Pattern;

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
}
