package dev.rehome.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void numbersGoRightAndTextLeftWhateverTheAlphabet() {
    TextTable table =
        new TextTable(
            List.of("tenant", "rows"), List.of(List.of("żółw", "1,000"), List.of("a\nb", "2")));
    assertThat(table.lines())
        .containsExactly("tenant   rows", "------  -----", "żółw    1,000", "a b         2");
  }

  @Test
  void aRowThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> new TextTable(List.of("a", "b"), List.of(List.of("1"))))
        .hasMessage("a row must have 2 values, got 1");
  }
}
