package dev.rehome.postgres.copy.finish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.side.Detail;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.store.Plan;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FinishTest {
  @Test
  void sequencesGoOnWhereTheyStood() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA)) {
      two.onSource(
          """
          CREATE SEQUENCE up CACHE 10; SELECT nextval('up'), nextval('up');
          CREATE SEQUENCE down INCREMENT -2; SELECT nextval('down');
          CREATE SEQUENCE small MAXVALUE 100 CYCLE; SELECT setval('small', 99);
          CREATE SEQUENCE never START 7; CREATE SEQUENCE restarted; ALTER SEQUENCE restarted RESTART 50;
          CREATE SEQUENCE huge; SELECT setval('huge', 9223372036854775807);
          """);
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT last_value FROM up")).isEqualTo("10");
      assertThat(two.target("SELECT last_value FROM down")).isEqualTo("-1");
      assertThat(two.target("SELECT last_value FROM small")).isEqualTo("99");
      assertThat(two.target("SELECT last_value || ' ' || is_called FROM never"))
          .isEqualTo("7 false");
      assertThat(two.target("SELECT last_value FROM restarted")).isEqualTo("50");
      two.plant("SELECT setval('down', -1, false)");
      two.plant("SELECT setval('never', 6, false)");
      assertThat(two.failing(plan)).containsExactly("sequences shop.down", "sequences shop.never");
    }
  }

  @Test
  void headroomGoesInTheirDirectionAndStaysInsideTheirBounds() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.headroom(1_000))) {
      two.onSource(
          """
          CREATE SEQUENCE up CACHE 10; SELECT nextval('up');
          CREATE SEQUENCE down INCREMENT -2; SELECT nextval('down');
          CREATE SEQUENCE small MAXVALUE 100; SELECT setval('small', 99);
          CREATE SEQUENCE never START 7;
          """);
      assertThat(two.failing(two.copyAll())).isEmpty();
      assertThat(two.target("SELECT last_value FROM up")).isEqualTo("1010");
      assertThat(two.target("SELECT last_value FROM down")).isEqualTo("-2001");
      assertThat(two.target("SELECT last_value FROM small")).isEqualTo("100");
      assertThat(two.target("SELECT nextval('never')")).isEqualTo("7");
    }
  }

  @Test
  void anInsertThatNamesWhatDidNotComeAlongFailsTheMove() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(
          """
          CREATE TABLE orders (tenant_id text, id int PRIMARY KEY, at text);
          CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.at := (SELECT count(*) FROM shop.orders); RETURN NEW; END';
          CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION stamp();
          """);
      assertThatThrownBy(two::copyAll)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("us_west: nobody could insert into \"public\".\"orders\"")
          .hasMessageContaining("shop.orders");
    }
  }

  @Test
  void anUpdateAndAnInsertIntoAnotherTableThatFailAreBothTold() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(
          """
          CREATE TABLE orders (tenant_id text, id int PRIMARY KEY, at text);
          CREATE TABLE lines (tenant_id text, id int PRIMARY KEY);
          CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.at := (SELECT count(*) FROM shop.orders); RETURN NEW; END';
          CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM FROM shop.lines; RETURN NULL; END';
          CREATE TRIGGER stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp();
          CREATE TRIGGER late AFTER INSERT ON lines FOR EACH ROW EXECUTE FUNCTION look();
          INSERT INTO orders VALUES ('acme', 1); INSERT INTO lines VALUES ('acme', 1);
          """);
      assertThatThrownBy(two::copyAll)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("update \"public\".\"orders\" (trigger stamp): ")
          .hasMessageContaining("insert into \"public\".\"lines\" (trigger late): ");
    }
  }

  @Test
  void aTypeThatDidNotComeAlongFailsTheMoveToo() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(
          """
          CREATE TABLE orders (tenant_id text, id int PRIMARY KEY, at text);
          CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.at := ''good''::missing_mood::text; RETURN NEW; END';
          CREATE TRIGGER later BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION later();
          """);
      assertThatThrownBy(two::copyAll)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("missing_mood");
    }
  }

  @Test
  void whatOnlyTheApplicationsSessionsHaveIsNotMissedInTheMovers() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(
          """
          CREATE TABLE orders (
            tenant_id text NOT NULL DEFAULT current_setting('app.tenant_id'), id int PRIMARY KEY);
          CREATE TABLE lines (tenant_id text NOT NULL, at text);
          CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.at := current_setting(''app.user''); RETURN NEW; END';
          CREATE TRIGGER stamp BEFORE INSERT ON lines FOR EACH ROW EXECUTE FUNCTION stamp();
          CREATE TABLE notes (tenant_id text NOT NULL, size bigint);
          CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.size := (SELECT count(*) FROM pg_authid); RETURN NEW; END';
          CREATE TRIGGER look BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION look();
          """);
      assertThat(two.failing(two.copyAll())).isEmpty();
    }
  }

  @Test
  void constraintsAndTheApplicationsTriggersMayRefuseTheInsertAndNothingOfItStays()
      throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(
          """
          CREATE TABLE orders (tenant_id text NOT NULL, id int PRIMARY KEY);
          CREATE TABLE free (tenant_id text, note text DEFAULT 'x');
          CREATE TABLE refused (tenant_id text);
          CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''not like this''; END';
          CREATE TRIGGER no BEFORE INSERT ON refused FOR EACH ROW EXECUTE FUNCTION no();
          INSERT INTO orders VALUES ('acme', 1); INSERT INTO free VALUES ('acme')
          """);
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      assertThat(two.target("SELECT count(*) FROM free")).isEqualTo("1");
    }
  }

  @Test
  void aNeverCalledSequenceKeepsItsPlace() {
    BigInteger one = BigInteger.ONE;
    SequenceState never = new SequenceState(one, false, one, one, BigInteger.TEN);
    assertThat(never.next()).isEqualTo(one);
    assertThat(never.ahead(5)).isEqualTo(never);
  }

  @Test
  void detailsKeepEveryCharacter() {
    Map<String, String> pairs = Map.of("a=b\n%", "ü\t=\r\n", "", "");
    assertThat(Detail.read(Detail.write(pairs))).isEqualTo(pairs);
  }

  @Test
  void aTableThatRefersToOneThatCameIsNotWaitedForInFrontOfItsUsers() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA)) {
      two.onTarget(
          """
          CREATE TABLE came (id int PRIMARY KEY); INSERT INTO came VALUES (1);
          CREATE TABLE others (of int REFERENCES came ON DELETE CASCADE);
          CREATE FUNCTION looks() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
          CREATE TRIGGER looks BEFORE DELETE ON came FOR EACH ROW EXECUTE FUNCTION looks()
          """);
      try (Connection other = two.connectTarget();
          Statement reader = other.createStatement()) {
        reader.execute("BEGIN; SELECT count(*) FROM public.others");
        assertThatThrownBy(() -> two.cells().target(two.move).transaction(FinishTest::attempt))
            .isInstanceOf(PassingFault.class)
            .hasMessageContaining("us_west: canceling statement due to lock timeout");
        reader.execute("COMMIT");
        assertThat(two.cells().target(two.move).transaction(FinishTest::attempt))
            .as("the transaction's bound afterwards")
            .isEqualTo("0");
      }
    }
  }

  private static String attempt(Connection target) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = '30s'");
      FirstWrites.attempt("us_west", target, List.of("public.came"));
    }
    return Rows.plain(target, "SHOW lock_timeout");
  }
}
