package dev.rehome.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Columns under their names, as wide as their widest value: numbers to the right, all else to the
 * left. Line breaks and control characters become blanks.
 */
public final class TextTable {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9,.]*( s| ms)?");
  private static final String BETWEEN = "  ";

  private final List<String> names;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<String> names) {
    this.names = List.copyOf(names);
  }

  public static TextTable of(String... names) {
    return new TextTable(List.of(names));
  }

  /** As many values as there are columns. */
  public TextTable row(List<String> values) {
    if (values.size() != names.size()) {
      throw new IllegalArgumentException(
          "a row must have %d values, got %d".formatted(names.size(), values.size()));
    }
    rows.add(values.stream().map(value -> value.replaceAll("\\p{Cntrl}+", " ").strip()).toList());
    return this;
  }

  public TextTable row(String... values) {
    return row(List.of(values));
  }

  /** The names, a rule, then a line for each row. */
  public List<String> lines() {
    int[] widths = new int[names.size()];
    boolean[] numbers = new boolean[names.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] = width(names.get(i));
      rows.forEach(row -> widths[column] = Math.max(widths[column], width(row.get(column))));
      numbers[i] =
          !rows.isEmpty()
              && rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(names, widths, numbers));
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    lines.add(String.join(BETWEEN, rule));
    rows.forEach(row -> lines.add(line(row, widths, numbers)));
    return lines;
  }

  /** Without a line break at its end. */
  @Override
  public String toString() {
    return String.join("\n", lines());
  }

  private static String line(List<String> values, int[] widths, boolean[] numbers) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String value = values.get(i);
      String filling = " ".repeat(widths[i] - width(value));
      cells.add(numbers[i] ? filling + value : value + filling);
    }
    return String.join(BETWEEN, cells).stripTrailing();
  }

  private static int width(String value) {
    return value.codePointCount(0, value.length());
  }
}
