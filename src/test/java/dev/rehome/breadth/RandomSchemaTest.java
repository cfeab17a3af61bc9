package dev.rehome.breadth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the schema, it arrives, and goes without a trace. A failure prints the seed and the
 * schema; {@code -Drehome.seed=N} tries one seed alone.
 */
final class RandomSchemaTest {
  static LongStream ten() {
    Long one = Long.getLong("rehome.seed");
    return one == null ? LongStream.range(0, 10) : LongStream.of(one);
  }

  static LongStream twoHundred() {
    return LongStream.range(1_000, 1_200);
  }

  @ParameterizedTest
  @MethodSource("ten")
  void itArrives(long seed) throws Exception {
    arrives(seed);
  }

  @ParameterizedTest
  @MethodSource("twoHundred")
  @Tag("long")
  void itArrivesHoweverManyAreTried(long seed) throws Exception {
    arrives(seed);
  }

  private static void arrives(long seed) throws Exception {
    try (RandomMove random = RandomMove.of(seed)) {
      try {
        random.move().onSource(random.statements());
        assertThat(random.move().blocking()).isEmpty();
        assertThat(random.move().copy()).isEmpty();
        assertThat(random.move().differences()).isEmpty();
        if (seed % 3 == 0) {
          random.move().store.discard(random.move().move);
          assertThat(random.move().left()).isEmpty();
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "seed %d:%n%s;%n%s"
                .formatted(seed, String.join(";\n", random.statements()), e.getMessage()),
            e);
      }
    }
  }

  /** A row of the target is changed in any table that has rows, or any of its objects. */
  @Test
  void aDifferenceIsSeen() throws Exception {
    try (RandomMove random = RandomMove.of(4)) {
      random.move().onSource(random.statements());
      assertThat(random.move().copy()).isEmpty();
      try (Connection connection = random.move().target.connect();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.oid >= 16384 AND c.relkind = 'r' AND n.nspname <> '_rehome' AND c.reltuples > 0
                  """)) {
        row.next();
        random
            .move()
            .target
            .run(
                "ALTER TABLE %1$s.%2$s DISABLE TRIGGER ALL; DELETE FROM %1$s.%2$s WHERE ctid = '(0,1)'"
                    .formatted(Sql.name(row.getString(1)), Sql.name(row.getString(2))));
      }
      assertThat(random.move().differences()).anyMatch(line -> line.contains("rows of"));
    }
  }
}
