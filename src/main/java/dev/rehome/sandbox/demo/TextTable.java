package dev.rehome.sandbox.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows under headings, aligned for a reader: numbers to the right, everything else to the left. */
record TextTable(List<String> headings, List<List<String>> rows) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9,.]*( s| ms)?");
  private static final String BETWEEN = "  ";

  TextTable {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != headings.size()) {
        throw new IllegalArgumentException(
            "a row must have %d values, got %d".formatted(headings.size(), row.size()));
      }
    }
  }

  /** The headings, a rule, then a line for each row. */
  List<String> lines() {
    int[] widths = new int[headings.size()];
    boolean[] numbers = new boolean[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] = width(headings.get(i));
      rows.forEach(row -> widths[column] = Math.max(widths[column], width(row.get(column))));
      numbers[i] =
          !rows.isEmpty()
              && rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(headings, widths, numbers));
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    lines.add(String.join(BETWEEN, rule));
    rows.forEach(row -> lines.add(line(row, widths, numbers)));
    return lines;
  }

  private static String line(List<String> values, int[] widths, boolean[] numbers) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String value = oneLine(values.get(i));
      String filling = " ".repeat(widths[i] - width(value));
      cells.add(numbers[i] ? filling + value : value + filling);
    }
    return String.join(BETWEEN, cells).stripTrailing();
  }

  private static String oneLine(String value) {
    return value.replaceAll("\\R", " ");
  }

  private static int width(String value) {
    String shown = oneLine(value);
    return shown.codePointCount(0, shown.length());
  }
}
