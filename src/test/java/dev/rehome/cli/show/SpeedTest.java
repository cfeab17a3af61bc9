package dev.rehome.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved.Copied;
import dev.rehome.journal.read.Moved.Progress;
import dev.rehome.store.Unit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a move's work while it goes on. */
final class SpeedTest {
  private static final long SECOND = 1_000_000_000;

  private final Speed speed = new Speed();

  private static Progress progress(long chunksDone, long checksDone) {
    return new Progress(
        1,
        List.of(
            new Copied(
                "postgres",
                new Unit("row"),
                4,
                chunksDone,
                2,
                Math.min(2, chunksDone),
                true,
                10 * chunksDone,
                1 << 20,
                2,
                checksDone)),
        "",
        Duration.ofSeconds(9));
  }

  @Test
  void aCopyWithoutItsProofIsTwoThirdsOfTheWork() {
    assertThat(speed.of(progress(4, 0), 0))
        .isEqualTo("66 % of copy and proof, 4 of 4 chunks, 40 rows, 1.0 MiB, 9.0 s in this phase");
    assertThat(speed.of(progress(4, 1), SECOND)).startsWith("83 % of").contains("1 of 2 checks");
    assertThat(speed.of(progress(4, 2), 2 * SECOND)).startsWith("100 % of").doesNotContain("left");
  }

  @Test
  void whatIsLeftCountsTheProof() {
    speed.of(progress(0, 0), 0);
    assertThat(speed.of(progress(2, 0), SECOND)).contains("33 % of", ", 2.0 s left");
  }

  @Test
  void beforeThereIsAPlanItTellsWhatIsLookedAt() {
    Progress looking =
        new Progress(0, List.of(), "postgres: roles (7 of 23)", Duration.ofMillis(1500));
    assertThat(speed.of(looking, 0)).isEqualTo("postgres: roles (7 of 23), 1.5 s in this phase");
  }
}
