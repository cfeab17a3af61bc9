package dev.rehome.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.settings.Hook;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static HookProgram.Ended run(String script, Duration limit) throws IOException {
    return HookProgram.run(
        new Hook.Command(List.of("sh", "-c", script)), Map.of("REHOME_HOOK", "drain"), limit);
  }

  @Test
  void ofMuchOutputTheLastLineIsKept() throws IOException {
    HookProgram.Ended ended =
        run("yes | head -c 9000000; echo; printf 'the last\\tone'; exit 4", LONG);
    assertThat(ended).isEqualTo(new HookProgram.Ended(4, false, "the last one"));
    assertThat(LastLine.cut("x".repeat(500))).hasSize(201);
  }

  @Test
  void aChildInTheBackgroundIsNotWaitedFor() throws IOException {
    long begun = System.nanoTime();
    assertThat(run("sleep 20 & echo bye $REHOME_HOOK", LONG).said()).isEqualTo("bye drain");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void nobodyWaitsForTheInput() throws IOException {
    assertThat(run("cat; echo read", LONG).well()).isTrue();
  }

  @Test
  void grandchildrenEndAtTheTimeOutToo() throws Exception {
    HookProgram.Ended ended = run("(sleep 60 & echo $!; wait) & wait", Duration.ofSeconds(1));
    assertThat(ended.timedOut()).isTrue();
    long grandchild = Long.parseLong(ended.said());
    for (int i = 0; i < 50 && alive(grandchild); i++) {
      Thread.sleep(100);
    }
    assertThat(alive(grandchild)).isFalse();
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void whatIsNotThereCannotBeStarted() {
    assertThatThrownBy(
            () -> HookProgram.run(new Hook.Command(List.of("no-such-program")), Map.of(), LONG))
        .isInstanceOf(IOException.class);
  }
}
