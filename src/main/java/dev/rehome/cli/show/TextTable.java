package dev.rehome.cli.show;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Columns under their names, as wide as their widest value. */
public final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();

  public TextTable(List<String> names) {
    lines.add(List.copyOf(names));
  }

  public static TextTable of(String... names) {
    return new TextTable(List.of(names));
  }

  /** As many values as there are columns; line breaks and control characters become blanks. */
  public TextTable row(List<String> values) {
    lines.add(values.stream().map(value -> value.replaceAll("\\p{Cntrl}+", " ").strip()).toList());
    return this;
  }

  public TextTable row(String... values) {
    return row(List.of(values));
  }

  /** Without a line break at its end. */
  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(lines.get(0).size(), 0));
    for (List<String> line : lines) {
      for (int i = 0; i < widths.size(); i++) {
        widths.set(i, Math.max(widths.get(i), width(line.get(i))));
      }
    }
    List<String> out = new ArrayList<>();
    for (List<String> line : lines) {
      out.add(aligned(line, widths));
      if (out.size() == 1) {
        out.add(aligned(widths.stream().map("-"::repeat).toList(), widths));
      }
    }
    return String.join("\n", out);
  }

  private static String aligned(List<String> line, List<Integer> widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      String value = line.get(i);
      text.append(value).append(" ".repeat(widths.get(i) - width(value))).append("  ");
    }
    return text.toString().stripTrailing();
  }

  private static int width(String value) {
    return value.codePointCount(0, value.length());
  }
}
