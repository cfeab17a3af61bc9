package dev.rehome.postgres.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.store.LastLook;
import dev.rehome.store.LastLook.Moment;
import dev.rehome.store.LastLook.Proven;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fenced application goes on drawing numbers from sequences, and gives them out. */
final class DrawnNumbersTest {
  private static final String SHOP =
      """
      CREATE TABLE orders (id int PRIMARY KEY);
      CREATE SEQUENCE up;
      CREATE SEQUENCE down INCREMENT -2 CACHE 5;
      CREATE SEQUENCE narrow MAXVALUE 50;
      CREATE SEQUENCE fresh;
      SELECT nextval('up'), nextval('down'), nextval('narrow');
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT                                                | up     | 1",
        "SELECT nextval('up'), nextval('up')                   | up     | 5",
        "SELECT nextval('up') FROM generate_series(1, 20000)   | up     | 21001",
        "SELECT setval('up', 5000000)                          | up     | 5001000",
        "SELECT setval('up', 1)                                | up     | 1",
        "SELECT nextval('down') FROM generate_series(1, 20000) | down   | -42009",
        "SELECT nextval('narrow') FROM generate_series(1, 40)  | narrow | 50",
        "SELECT nextval('fresh')                               | fresh  | 2",
        "SELECT setval('fresh', 1)                             | fresh  | 2",
      })
  void areNotGivenAgain(String drawn, String sequence, long last) throws Exception {
    try (TwoDatabases two = copied(Setting.SCHEMA)) {
      two.onSource(drawn);
      two.store().lastLook().catchUp(two.move);
      assertThat(two.target("SELECT last_value || ' ' || is_called FROM public." + sequence))
          .isEqualTo(last + " true");
    }
  }

  @Test
  void whoHasDrawnNoneWhileHeWasRefusedGoesOnWithTheNextNumber() throws Exception {
    try (TwoDatabases two = copied(Setting.SCHEMA)) {
      two.store().lastLook().catchUp(two.move);
      assertThat(two.target("SELECT nextval('public.up')")).isEqualTo("2");
      assertThat(two.target("SELECT nextval('public.fresh')")).isEqualTo("1");
    }
  }

  @Test
  void headroomIsLeftOutBesides() throws Exception {
    try (TwoDatabases two = copied(Setting.SCHEMA.headroom(7))) {
      assertThat(two.target("SELECT last_value FROM public.up")).isEqualTo("8");
      two.onSource("SELECT nextval('up'), nextval('up')");
      two.store().lastLook().catchUp(two.move);
      assertThat(two.target("SELECT last_value FROM public.up")).isEqualTo("12");
    }
  }

  @Test
  void afterwardsThoseBeyondWhatWasLeftOutAreNamed() throws Exception {
    try (TwoDatabases two = copied(Setting.SCHEMA)) {
      LastLook look = two.store().lastLook();
      String noted = look.note(two.move);
      two.onSource("SELECT nextval('up') FROM generate_series(1, 3)");
      String caughtUp = look.catchUp(two.move);
      Proven proven = new Proven(noted, caughtUp, Map.of("shop.orders", 0L));
      two.onSource("SELECT nextval('up') FROM generate_series(1, 3)");
      assertThat(look.changes(two.move, Moment.RESUMED, proven)).isEmpty();
      two.onSource("SELECT nextval('up'), nextval('fresh')");
      assertThat(look.changes(two.move, Moment.RESUMED, proven))
          .containsExactlyInAnyOrder(
              "us_east shop.up: has given numbers up to 8, and us_west began behind 7: it"
                  + " gives some again",
              "us_east shop.fresh: has given numbers up to 1, and us_west began behind 0: it gives"
                  + " some again");
    }
  }

  private static TwoDatabases copied(Setting setting) throws Exception {
    TwoDatabases two = new TwoDatabases(setting);
    two.onSource(SHOP);
    new PostgresFence(two.cells(), two::scope, Duration.ofSeconds(60))
        .close(two.move, Duration.ofSeconds(30));
    two.copyAll();
    return two;
  }
}
