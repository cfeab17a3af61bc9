package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Verdict;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** The tenant writes on while its objects are copied and compared. */
final class ObjectsRehearsalTest {
  private Stores two;
  private Move rehearsal;

  @BeforeEach
  void listed() {
    URI endpoint = ObjectServers.proxy().endpoint();
    two = new Stores(endpoint, Stores.otherName(endpoint));
    Move m = two.move;
    rehearsal =
        new Move(
            m.id(),
            m.job(),
            m.tenant(),
            m.source(),
            m.target(),
            Options.NONE.rehearsed(),
            m.epoch(),
            m.position());
    for (String name : List.of("a", "b", "c", "d")) {
      put(name, "content of " + name);
    }
  }

  @AfterEach
  void close() {
    two.close();
  }

  private void put(String name, String content) {
    two.put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private void copy(Plan plan) {
    plan.chunks().forEach(chunk -> two.store.copy(rehearsal, chunk));
  }

  private List<Verdict> verdicts(Plan plan) {
    return plan.checks().stream().map(check -> two.store.check(rehearsal, check)).toList();
  }

  @Test
  void whatIsWrittenMeanwhileIsLeftOut() {
    Plan plan = two.store.plan(rehearsal);
    put("a", "written before its copy");
    two.s3.deleteObject(c -> c.bucket(two.east).key(Stores.FROM + "b"));
    put("new", "never listed");
    copy(plan);
    put("c", "written after its copy");
    assertThat(verdicts(plan))
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.passed()).isTrue();
              assertThat(verdict.targetValue())
                  .startsWith("1 alike")
                  .endsWith("3 written meanwhile");
            });
    two.store.discard(rehearsal);
    assertThat(two.list(two.west, "")).isEmpty();
  }

  @Test
  void whatWasNotWrittenMeanwhileMustBeEqual() {
    Plan plan = two.store.plan(rehearsal);
    copy(plan);
    two.s3.putObject(
        c -> c.bucket(two.west).key(Stores.TO + "a"), RequestBody.fromString("content of A"));
    two.s3.deleteObject(c -> c.bucket(two.west).key(Stores.TO + "b"));
    assertThat(verdicts(plan))
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.passed()).isFalse();
              assertThat(verdict.targetValue())
                  .startsWith("2 alike")
                  .contains("a (content")
                  .contains("b (missing at the target)");
            });
  }
}
