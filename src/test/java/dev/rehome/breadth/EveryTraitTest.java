package dev.rehome.breadth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas with every trait arrive as they are: catalog, rows, sequences. */
final class EveryTraitTest {
  @ParameterizedTest
  @EnumSource
  void arrivesFromSharedTablesInADatabase(Family family) throws Exception {
    arrives(Pair.ROW_TO_DATABASE, family);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void arrivesFromSchemasInADatabase(Family family) throws Exception {
    arrives(Pair.SCHEMA_TO_DATABASE, family);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void arrivesFromADatabaseInADatabase(Family family) throws Exception {
    arrives(Pair.DATABASE_TO_DATABASE, family);
  }

  private static void arrives(Pair pair, Family family) throws Exception {
    EveryTrait moved = EveryTrait.moved(pair);
    try (Connection source = moved.source().connect();
        Connection target = moved.target().connect()) {
      Facts before = moved.before(source, family);
      Facts after = moved.after(target, family);
      assertThat(after.catalog()).hasSizeGreaterThan(20);
      assertThat(Facts.differences(before, after)).isEmpty();
      Map<String, Long> least = before.nextValues();
      Map<String, Long> next = after.nextValues();
      assertThat(next.keySet()).isEqualTo(least.keySet());
      least.forEach(
          (name, value) -> assertThat(next.get(name)).as(name).isGreaterThanOrEqualTo(value));
    }
  }

  /** What a comparer that looks away would not see. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VALUES: UPDATE numbers SET f8 = 0 WHERE id = 2",
        "VALUES: UPDATE numbers SET n = 1.0 WHERE id = 4",
        "VALUES: UPDATE documents SET j = '{\"b\": 1, \"a\": 2, \"a\":3}' WHERE id = 1",
        "VALUES: UPDATE arrays SET a = '{x,y}' WHERE id = 3",
        "TABLES: INSERT INTO keyless SELECT * FROM keyless LIMIT 1",
        "TABLES: DELETE FROM keyless WHERE ctid = (SELECT min(ctid) FROM keyless)",
        "TABLES: ALTER TABLE measures DETACH PARTITION measures_rest",
        "EXTENSIONS: UPDATE people SET email = 'a@b.de' WHERE id = 1",
        "NAMES: COMMENT ON TABLE \"Groß \"\"Ähre\"\" 'x' $1$ \\ /* -- ; */\" IS 'changed'",
        "VIEWS: REFRESH MATERIALIZED VIEW not_yet",
        "VIEWS: ALTER TABLE off ENABLE RULE off_insert",
        "CODE: ALTER TABLE things ENABLE TRIGGER stamped_always",
        "CODE: DROP CAST (metres AS json)",
        "CONSTRAINTS: ALTER TABLE unproven DROP CONSTRAINT not_checked",
        "CONSTRAINTS: REVOKE UPDATE (owner) ON secured FROM reporting",
      })
  void aDifferenceIsSeen(String planted) throws Exception {
    Family family = Family.valueOf(planted.substring(0, planted.indexOf(':')));
    EveryTrait moved = EveryTrait.moved(Pair.ROW_TO_DATABASE);
    try (Connection source = moved.source().connect();
        Connection target = moved.target().connect()) {
      Facts before = moved.before(source, family);
      Facts after = moved.after(target, family);
      target.setAutoCommit(false);
      try (var statement = target.createStatement()) {
        statement.execute(planted.substring(planted.indexOf(':') + 1));
        assertThat(Facts.differences(before, after)).isNotEmpty();
      }
      target.rollback();
    }
  }
}
