package dev.rehome.objects.copy.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.Stopped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AheadTest {
  private final List<Integer> fetched = Collections.synchronizedList(new ArrayList<>());

  private Ahead<Integer> numbers(int count) {
    return new Ahead<>(
        "fetching",
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
        });
  }

  @Test
  void allComeInTheirOrder() {
    List<Integer> seen = new ArrayList<>();
    try (Ahead<Integer> numbers = numbers(2)) {
      numbers.forEachRemaining(seen::add);
    }
    assertThat(seen).containsExactly(1, 2);
  }

  @Test
  void nothingIsNothing() {
    try (Ahead<Integer> numbers = numbers(0)) {
      assertThat(numbers.hasNext()).isFalse();
    }
  }

  @Test
  void aFailureIsThrownWhenItsItemIsAskedForAndNotBefore() {
    try (Ahead<Integer> numbers = numbers(5)) {
      assertThat(numbers.next()).isEqualTo(1);
      assertThat(numbers.next()).isEqualTo(2);
      assertThatThrownBy(numbers::next).isInstanceOf(MoveFailed.class).hasMessage("no third");
    }
  }

  @Test
  void oneIsFetchedAheadAndNoMore() throws InterruptedException {
    try (Ahead<Integer> numbers = numbers(4)) {
      assertThat(numbers.next()).isEqualTo(1);
      for (int i = 0; i < 500 && fetched.size() < 2; i++) {
        Thread.sleep(10);
      }
      Thread.sleep(50);
      assertThat(fetched).containsExactly(1, 2);
    }
  }

  @Test
  void whatIsFetchedIsGivenUpWhenItsUserStops() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch givenUp = new CountDownLatch(1);
    Ahead<Integer> slow =
        new Ahead<>(
            "fetching",
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                begun.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  givenUp.countDown();
                }
                return 0;
              }
            });
    assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
    Thread.currentThread().interrupt();
    assertThatThrownBy(slow::next).isInstanceOf(Stopped.class);
    assertThat(Thread.interrupted()).isTrue();
    slow.close();
    assertThat(givenUp.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
