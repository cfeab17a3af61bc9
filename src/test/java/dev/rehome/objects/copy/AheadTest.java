package dev.rehome.objects.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AheadTest {
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final List<Integer> fetched = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private Ahead<Integer> numbers(int count) {
    return new Ahead<>(
        new Iterator<>() {
          private int last;

          @Override
          public boolean hasNext() {
            return last < count;
          }

          @Override
          public Integer next() {
            last++;
            if (last == 3) {
              throw new MoveFailed("no third");
            }
            fetched.add(last);
            return last;
          }
        },
        threads::submit);
  }

  @Test
  void allComeInTheirOrder() {
    List<Integer> seen = new ArrayList<>();
    numbers(2).forEachRemaining(seen::add);
    assertThat(seen).containsExactly(1, 2);
  }

  @Test
  void nothingIsNothing() {
    assertThat(numbers(0).hasNext()).isFalse();
  }

  @Test
  void aFailureIsThrownWhenItsItemIsAskedForAndNotBefore() {
    Ahead<Integer> numbers = numbers(5);
    assertThat(numbers.next()).isEqualTo(1);
    assertThat(numbers.next()).isEqualTo(2);
    assertThatThrownBy(numbers::next).isInstanceOf(MoveFailed.class).hasMessage("no third");
  }

  @Test
  void oneIsFetchedAheadAndNoMore() throws Exception {
    assertThat(numbers(4).next()).isEqualTo(1);
    threads.submit(() -> {}).get();
    assertThat(fetched).containsExactly(1, 2);
  }
}
