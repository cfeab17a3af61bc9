package dev.rehome.postgres.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StrongComponentsTest {
  private static List<List<Integer>> inOrder(int size, int... arrows) {
    int[] from = IntStream.range(0, arrows.length / 2).map(i -> arrows[2 * i]).toArray();
    int[] to = IntStream.range(0, arrows.length / 2).map(i -> arrows[2 * i + 1]).toArray();
    return StrongComponents.inOrder(size, from, to).stream()
        .map(one -> Arrays.stream(one).sorted().boxed().toList())
        .toList();
  }

  @Test
  void whoPointsGoesBeforeWhomItPointsAt() {
    assertThat(inOrder(4, 2, 0, 0, 3, 3, 1))
        .containsExactly(List.of(2), List.of(0), List.of(3), List.of(1));
  }

  @Test
  void aCircleGoesTogetherAfterWhoPointsIntoItAndBeforeWhomItPointsAt() {
    assertThat(inOrder(6, 1, 2, 2, 3, 3, 1, 5, 2, 3, 0, 4, 4))
        .containsSubsequence(List.of(5), List.of(1, 2, 3), List.of(0))
        .contains(List.of(4))
        .hasSize(4);
  }

  @Test
  void oneThatPointsAtItselfComesBeforeWhatItReadsToo() {
    assertThat(inOrder(2, 0, 0, 1, 0)).containsExactly(List.of(1), List.of(0));
  }

  @Test
  void aChainOfAMillionNeedsNoStack() {
    int size = 1_000_000;
    List<int[]> order =
        StrongComponents.inOrder(
            size, IntStream.range(0, size - 1).toArray(), IntStream.range(1, size).toArray());
    assertThat(order).hasSize(size);
    assertThat(order.get(0)).containsExactly(0);
    assertThat(order.get(size - 1)).containsExactly(size - 1);
  }
}
