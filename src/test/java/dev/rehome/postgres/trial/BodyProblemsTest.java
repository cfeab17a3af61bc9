package dev.rehome.postgres.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.findings.ProblemsTest;
import dev.rehome.postgres.settings.Isolation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names in function bodies that the target lacks. */
final class BodyProblemsTest extends ProblemsTest {
  private static final String LIB =
      """
      CREATE SCHEMA lib; CREATE TABLE lib.messages (id serial, topic text);
      CREATE FUNCTION lib.touch(text) RETURNS void LANGUAGE sql AS 'SELECT';
      CREATE TYPE lib.colour AS ENUM ('red');
      GRANT USAGE ON SCHEMA lib TO mover, app_owner;
      """;

  private static String function(String name, String body) {
    return """
    CREATE FUNCTION shop.%s() RETURNS int LANGUAGE plpgsql AS $x$%s$x$;
    """
        .formatted(name, body);
  }

  @Test
  void aNameThatTheTargetLacksIsFoundWhateverItIsOf() throws Exception {
    cells.onSource(LIB);
    owned(
        function("one", "BEGIN INSERT INTO lib.messages (topic) VALUES ('x'); RETURN 1; END")
            + function("two", "BEGIN PERFORM \"lib\" . touch('x'); RETURN 1; END")
            + function("three", "DECLARE c lib.colour; BEGIN RETURN 1; END")
            + function("four", "DECLARE m lib.messages%ROWTYPE; BEGIN RETURN 1; END")
            + function("five", "BEGIN RETURN nextval('lib.messages_id_seq'); END")
            + "CREATE FUNCTION shop.six() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM"
            + " lib.messages';");
    List<String> lines = find().stream().filter(Finding::blocks).map(Finding::line).toList();
    for (String object :
        List.of("lib.messages,", "lib.touch,", "lib.colour,", "lib.messages_id_seq,")) {
      assertThat(lines)
          .anyMatch(line -> line.contains("needs " + object + " which is not at the target"));
    }
    for (String name : List.of("one", "two", "three", "four", "five", "six")) {
      assertThat(lines).anyMatch(line -> line.contains("function shop." + name + "()"));
    }
    cells.onTarget(LIB);
    assertThat(find()).isEmpty();
  }

  @Test
  void columnsVariablesAndWhatWasWrongAlreadyAreNotFound() throws Exception {
    cells.onSource(LIB);
    owned(
        """
        CREATE FUNCTION shop.innocent() RETURNS trigger LANGUAGE plpgsql AS $x$
        DECLARE r record; lib record; BEGIN -- lib.messages
          SELECT 1 AS messages INTO lib; SELECT o.id, o.tenant_id INTO r FROM orders o;
          PERFORM new.tenant_id, r.id, lib.nothing, nowhere.at_all, 1.5, pg_catalog.now(); RETURN new; END$x$;
        CREATE TRIGGER innocent BEFORE INSERT ON shop.orders FOR EACH ROW WHEN (false) EXECUTE FUNCTION shop.innocent()
        """);
    assertThat(find()).isEmpty();
  }

  @Test
  void whatIsNotSureIsToldAndStopsNothing() throws Exception {
    cells.onSource(LIB);
    owned(
        function("said", "BEGIN EXECUTE 'DELETE FROM lib.messages'; RETURN 1; END")
            + function("built", "BEGIN EXECUTE format('DELETE FROM %s', 'x'); RETURN 1; END")
            + function(
                "asks",
                "BEGIN IF to_regclass('x') IS NULL THEN DELETE FROM lib.messages; END IF; RETURN 1;"
                    + " END")
            + function(
                "named", "DECLARE lib record; BEGIN SELECT lib.messages INTO lib; RETURN 1; END"));
    notes("function shop.said()", "may need lib.messages");
    notes("function shop.asks()", "may need lib.messages");
    notes("function shop.named()", "may need lib.messages");
    notes("function shop.built()", "puts together");
    assertThat(find()).noneMatch(Finding::blocks);
  }

  @Test
  void aTableThatIsLeftBehindIsMissedInAFunction() throws Exception {
    owned(
        "CREATE TABLE shop.audit (id int);"
            + function("log", "BEGIN INSERT INTO shop.audit VALUES (1); RETURN 1; END"));
    byRow(Map.of(), List.of(), List.of("audit"));
    cells.targetSettings = TwoCells.settings(cells.targetDatabase, Isolation.DATABASE, "shop");
    blocks("function shop.log()", "needs shop.audit, which is excluded");
  }
}
