package dev.rehome.objects.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.wire.PlainStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** User metadata with other characters than ASCII is told before a stream would change it. */
final class NotCarriedTest {
  @Test
  void itIsAFindingWhereObjectsGoThroughThisProcess() {
    try (PlainStore store = PlainStore.start();
        TwoBuckets two = TwoBuckets.on(store.endpoint(), Setting.USUAL)) {
      two.put("plain", "x", c -> c.metadata(java.util.Map.of("name", "a")));
      // two characters of ISO 8859-1, as which the bytes of one in UTF-8 are read
      two.put("odd", "x", c -> c.metadata(java.util.Map.of("name", "\u00c3\u00a9")));
      List<String> names = List.of("plain", "odd");
      assertThat(ObjectSample.problems(two.cells.source(two.move), names, true))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.blocks()).isTrue();
                assertThat(finding.line())
                    .contains("1 of 2 objects looked at have other characters than ASCII")
                    .contains("odd");
              });
      assertThat(ObjectSample.problems(two.cells.source(two.move), names, false)).isEmpty();
    }
  }
}
