package dev.rehome.postgres.findings.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundedTimeTest {
  @Test
  void aQuestionForWhichNoTimeIsLeftIsNotAskedAndNotSaidToHaveTakenItsOwn() throws Exception {
    BoundedTime over =
        new BoundedTime(null, Duration.ofSeconds(20), Duration.ofSeconds(60), System.nanoTime());
    assertThat(over.ask(statement -> {})).hasValue(" in the 60 s of all such questions together");
  }
}
