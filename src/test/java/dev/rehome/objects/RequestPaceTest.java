package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.objects.RequestPace.End;
import org.junit.jupiter.api.Test;

final class RequestPaceTest {
  private final RequestPace pace = new RequestPace(8);

  private void together(int requests, End end) {
    long[] rounds = new long[requests];
    for (int i = 0; i < requests; i++) {
      rounds[i] = pace.begin();
    }
    for (long round : rounds) {
      pace.ended(round, end);
    }
  }

  @Test
  void thoseThatAreRefusedTogetherHalveItOnce() {
    together(8, End.TOO_MUCH);
    assertThat(pace.limit()).isEqualTo(4);
    together(4, End.TOO_MUCH);
    assertThat(pace.limit()).isEqualTo(2);
  }

  @Test
  void itNeverStandsStill() {
    for (int i = 0; i < 10; i++) {
      together(1, End.TOO_MUCH);
    }
    assertThat(pace.limit()).isEqualTo(1);
  }

  @Test
  void eachRoundOfSuccessesGivesOneMoreUpToTheSetting() {
    together(8, End.TOO_MUCH);
    together(4, End.ANSWERED);
    assertThat(pace.limit()).isEqualTo(5);
    for (int i = 0; i < 100; i++) {
      together(1, End.ANSWERED);
    }
    assertThat(pace.limit()).isEqualTo(8);
  }

  @Test
  void aBrokenRequestSaysNothingOfTheLoad() {
    together(8, End.OTHERWISE);
    assertThat(pace.limit()).isEqualTo(8);
  }
}
