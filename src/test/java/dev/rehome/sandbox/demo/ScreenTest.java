package dev.rehome.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and names in the demo are awkward on purpose: none of them steers the terminal. */
final class ScreenTest {
  @Test
  void nothingSteersTheTerminal() {
    String name = "\u001b[31mred";
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Screen screen = Screen.of(new PrintStream(shown, true, StandardCharsets.UTF_8));

    screen.line(name);
    screen.bad(name);
    screen.table(List.of("key"), List.of(List.of(name)));

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("\\u001b[31mred")
        .doesNotContain(name);
  }
}
