package dev.rehome.objects.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.store.LastLook;
import dev.rehome.store.LastLook.Moment;
import dev.rehome.store.LastLook.Proven;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A late write to an observed bucket is seen before the target takes writes, and afterwards. */
final class ObjectsLookTest {
  private static final Proven NOTHING = new Proven("", "", Map.of());

  @Test
  void namesWhatWasWrittenSinceTheListing() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      two.put("a.txt", "hello");
      two.list();
      two.copy();
      LastLook look = new ObjectsLook(new ObjectsProof(two.cells, two.book));
      assertThat(look.note(two.move)).isEmpty();
      for (Moment moment : Moment.values()) {
        assertThat(look.changes(two.move, moment, NOTHING)).as(moment.name()).isEmpty();
      }
      two.put("late.txt", "late");
      assertThat(look.changes(two.move, Moment.SEALED, NOTHING))
          .as("a long list is not for the seal")
          .isEmpty();
      for (Moment moment : List.of(Moment.RESUMING, Moment.RESUMED)) {
        assertThat(look.changes(two.move, moment, NOTHING))
            .singleElement()
            .asString()
            .contains(
                "us_east objects of ", "changed: late.txt (new)", "1 objects listed at the proof");
      }
    }
  }
}
