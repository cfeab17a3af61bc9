package dev.rehome.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file, UTF-8, in the syntax of {@link Properties}, with the line of every key. A key
 * given twice is a fault.
 */
final class PropertiesText {
  private PropertiesText() {}

  /** What the file gives, by key; what is wrong with it goes to {@code faults}. */
  static Map<String, Given> read(Path file, String shownAs, List<String> faults) {
    Map<String, Given> given = new LinkedHashMap<>();
    try {
      for (Logical line : logical(withoutMark(Files.readString(file)))) {
        line.parse(shownAs, given, faults);
      }
    } catch (CharacterCodingException e) {
      faults.add(shownAs + ": is not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      faults.add(shownAs + ": cannot be read (" + e + "); the file must be there and readable");
    }
    return given;
  }

  /**
   * Some editors begin a file with a mark of its encoding, which would be part of the first key.
   */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<Logical> logical(String text) {
    List<Logical> lines = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int number = 0;
    int first = 0;
    for (String natural : text.lines().toList()) {
      number++;
      if (open.isEmpty()) {
        first = number;
      }
      open.append(natural).append('\n');
      if (!continues(natural) || isComment(open)) {
        lines.add(new Logical(first, open.toString()));
        open.setLength(0);
      }
    }
    if (!open.isEmpty()) {
      lines.add(new Logical(first, open.toString()));
    }
    return lines;
  }

  private static boolean continues(String line) {
    int slashes = 0;
    while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private static boolean isComment(CharSequence line) {
    String start = line.toString().stripLeading();
    return start.startsWith("#") || start.startsWith("!");
  }

  /** One or more lines of the file that make one property. */
  private record Logical(int line, String text) {
    void parse(String file, Map<String, Given> given, List<String> faults) {
      String where = file + ", line " + line;
      Properties one = new Properties();
      try {
        one.load(new StringReader(text));
      } catch (IllegalArgumentException e) {
        faults.add(where + ": a \\u escape needs four hexadecimal digits; write \\\\ for a \\");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (String key : one.stringPropertyNames()) {
        Given now = new Given(key, one.getProperty(key).strip(), where);
        Given before = given.putIfAbsent(key, now);
        if (before != null) {
          faults.add(where + ": " + key + " is given before, at " + before.where());
        }
      }
    }
  }
}
