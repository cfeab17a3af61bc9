package dev.rehome.sandbox.demo;

import dev.rehome.text.Printable;
import dev.rehome.text.TextTable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** What a reader sees: headings, lines, tables; in colour on a terminal only. Thread safe. */
final class Screen {
  private final PrintStream out;
  private final Ansi ansi;
  private boolean muted;

  private Screen(PrintStream out, Ansi ansi, boolean muted) {
    this.out = out;
    this.ansi = ansi;
    this.muted = muted;
  }

  static Screen of(PrintStream out) {
    return new Screen(out, Ansi.AUTO, false);
  }

  /** One that shows nothing, for {@code --json}. */
  static Screen dark(PrintStream out) {
    return new Screen(out, Ansi.OFF, true);
  }

  synchronized void heading(String text) {
    line("");
    styled("bold", text);
  }

  synchronized void line(String text) {
    if (!muted) {
      out.println(Printable.of(text));
    }
  }

  synchronized void indented(List<String> lines) {
    lines.forEach(line -> line("  " + line));
  }

  synchronized void table(List<String> headings, List<List<String>> rows) {
    TextTable table = new TextTable(headings);
    rows.forEach(table::row);
    indented(table.lines());
  }

  synchronized void good(String text) {
    styled("fg_green,bold", text);
  }

  synchronized void bad(String text) {
    styled("fg_red,bold", text);
  }

  /** From here on nothing is shown: the reader has pressed Ctrl-C. */
  synchronized void mute() {
    muted = true;
  }

  private void styled(String style, String text) {
    if (!muted) {
      String shown = Printable.of(text);
      out.println(ansi.enabled() ? codes(style) + shown + Ansi.Style.reset.on() : shown);
    }
  }

  private static String codes(String styles) {
    return Arrays.stream(styles.split(",", -1))
        .map(style -> Ansi.Style.valueOf(style).on())
        .collect(Collectors.joining());
  }

  static String seconds(Duration length) {
    return String.format(Locale.ROOT, "%.2f s", length.toMillis() / 1000.0);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
