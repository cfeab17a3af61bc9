package dev.rehome.postgres.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrialWritesTest {
  /** A trigger's function that names what is not there, once for all tests. */
  private static final String BROKEN =
      """
      CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN PERFORM lib.gone(); RETURN coalesce(NEW, OLD); END$$;
      CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not like this'; END$$;
      """;

  private static List<RefusedWrite> refusals(String sql, String... tables) throws SQLException {
    try (TwoCells cells = new TwoCells()) {
      cells.onTarget(BROKEN + sql);
      List<String> before = cells.catalog();
      try (Connection target = TwoCells.postgres().connect(cells.targetDatabase);
          Statement statement = target.createStatement()) {
        String rows = rows(target, tables);
        statement.execute("SET search_path = public, pg_catalog");
        target.setAutoCommit(false);
        List<RefusedWrite> refusals = TrialWrites.attempt(target, List.of(tables));
        target.commit();
        assertThat(rows(target, tables)).isEqualTo(rows);
        assertThat(cells.catalog()).isEqualTo(before);
        assertThat(Rows.string(target, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
            .isEqualTo("0");
        return refusals;
      }
    }
  }

  /** All rows of these tables, with the transactions that wrote them. */
  private static String rows(Connection target, String... tables) throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table : tables) {
      all.append(Rows.strings(target, "SELECT t.xmin || t::text FROM " + table + " t ORDER BY 1"));
    }
    return all.toString();
  }

  private static List<String> lasting(String sql, String... tables) throws SQLException {
    return refusals(sql, tables).stream()
        .filter(RefusedWrite::lasting)
        .map(refusal -> refusal.operation() + " of " + refusal.triggers())
        .toList();
  }

  @Test
  void theTriggersOfEveryWriteAreReachedWhateverTheKey() throws SQLException {
    for (String when : List.of("BEFORE", "AFTER")) {
      for (String write : List.of("INSERT", "UPDATE", "DELETE")) {
        assertThat(
                lasting(
                    """
                    CREATE TABLE t (id int PRIMARY KEY, v text DEFAULT 'x', w text GENERATED ALWAYS AS (v) STORED);
                    INSERT INTO t VALUES (1, 'a'), (2, 'b');
                    CREATE TRIGGER bad %s %s ON t FOR EACH ROW EXECUTE FUNCTION broken();
                    """
                        .formatted(when, write),
                    "t"))
            .as("%s %s", when, write)
            .containsExactly(write + " of bad");
      }
    }
  }

  @Test
  void aDeferredTriggerIsReachedAndOneOfAColumnToo() throws SQLException {
    assertThat(
            lasting(
                """
                CREATE TABLE t (id int PRIMARY KEY, v text);
                INSERT INTO t VALUES (1, 'a');
                CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                  FOR EACH ROW EXECUTE FUNCTION broken();
                CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text);
                INSERT INTO u (v) VALUES ('a');
                CREATE TRIGGER column_alone AFTER UPDATE OF v ON u FOR EACH ROW EXECUTE FUNCTION broken();
                """,
                "t",
                "u"))
        .containsExactly("INSERT of late", "UPDATE of column_alone");
  }

  @Test
  void aRowThatOthersReferToIsTriedWithoutHarmToThem() throws SQLException {
    assertThat(
            lasting(
                """
                CREATE TABLE parent (id int PRIMARY KEY, self int REFERENCES parent);
                CREATE TABLE child (parent int REFERENCES parent ON DELETE CASCADE, strict int REFERENCES parent ON DELETE RESTRICT);
                CREATE TABLE plain (parent int REFERENCES parent);
                INSERT INTO parent VALUES (1, 1); INSERT INTO child VALUES (1, 1); INSERT INTO plain VALUES (1);
                CREATE TRIGGER child_gone AFTER DELETE ON child FOR EACH ROW EXECUTE FUNCTION no();
                CREATE TRIGGER bad AFTER DELETE ON parent FOR EACH ROW EXECUTE FUNCTION broken();
                """,
                "parent",
                "child",
                "plain"))
        .containsExactly("DELETE of bad");
  }

  @Test
  void aTableThatLetsNoRowGoIsTriedAllTheSame() throws SQLException {
    assertThat(
            lasting(
                """
                CREATE TABLE log (id int PRIMARY KEY);
                INSERT INTO log VALUES (1);
                CREATE TRIGGER a_stay BEFORE DELETE ON log FOR EACH ROW EXECUTE FUNCTION no();
                CREATE TRIGGER told AFTER INSERT ON log FOR EACH ROW EXECUTE FUNCTION broken();
                """,
                "log"))
        .containsExactly("INSERT of told");
  }

  @Test
  void thePartitionsOwnTriggersAreReached() throws SQLException {
    assertThat(
            lasting(
                """
                CREATE TABLE ev (at int, id int, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
                CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM (1) TO (10);
                CREATE TABLE ev_0 PARTITION OF ev FOR VALUES FROM (10) TO (20);
                INSERT INTO ev VALUES (1, 1), (11, 2);
                CREATE TRIGGER of_leaf AFTER INSERT ON ev_1 FOR EACH ROW EXECUTE FUNCTION broken();
                CREATE TRIGGER of_other AFTER INSERT ON ev_0 FOR EACH ROW EXECUTE FUNCTION broken();
                """,
                "ev"))
        .containsExactlyInAnyOrder("INSERT of of_leaf", "INSERT of of_other");
  }

  @Test
  void whatTheApplicationRefusesOrOnlyItsSessionsHaveIsNotLasting() throws SQLException {
    List<RefusedWrite> refusals =
        refusals(
            """
            CREATE TABLE t (id int PRIMARY KEY);
            INSERT INTO t VALUES (1);
            CREATE FUNCTION who() RETURNS trigger LANGUAGE plpgsql AS
              $$BEGIN PERFORM pg_advisory_lock(1), current_setting('app.user'); RETURN NEW; END$$;
            CREATE TRIGGER who AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION who();
            CREATE TRIGGER no BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION no();
            """,
            "t");
    assertThat(refusals).extracting(RefusedWrite::state).containsExactly("P0001", "23505", "42704");
    assertThat(refusals).noneMatch(RefusedWrite::lasting);
  }

  @Test
  void manyTablesAreOneRoundTripAndTheirNamesAreWhatever() throws SQLException {
    StringBuilder sql = new StringBuilder();
    String[] tables = new String[40];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = "\"t\\\"\"ü; %d\"".formatted(i);
      sql.append("CREATE TABLE %s (id int);".formatted(tables[i]));
    }
    assertThat(SqlStatement.split(sql.toString())).hasSize(tables.length);
    sql.append(
        "CREATE TRIGGER bad BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION broken()"
            .formatted(tables[39]));
    assertThat(lasting(sql.toString(), tables)).containsExactly("INSERT of bad");
  }
}
