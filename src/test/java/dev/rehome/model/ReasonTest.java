package dev.rehome.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void aFailureWithoutAMessageIsNeverToldAsNull() {
    assertThat(Reason.of(new IllegalStateException("why"))).isEqualTo("why");
    assertThat(Reason.of(new IllegalStateException((String) null)))
        .isEqualTo("an unexpected failure (IllegalStateException)");
    assertThat(Reason.of(new IllegalStateException("null", new IllegalStateException("why"))))
        .isEqualTo("why");
  }
}
