package dev.rehome.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void numbersGoRightAndTextLeftWhateverTheAlphabet() {
    TextTable table = TextTable.of("tenant", "rows").row("żółw", "1,000").row("a\nb", "2");
    assertThat(table.lines())
        .containsExactly("tenant   rows", "------  -----", "żółw    1,000", "a b         2");
  }

  @Test
  void aRowThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> TextTable.of("a", "b").row("1"))
        .hasMessage("a row must have 2 values, got 1");
  }
}
