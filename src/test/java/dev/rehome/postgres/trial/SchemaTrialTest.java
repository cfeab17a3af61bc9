package dev.rehome.postgres.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.findings.PostgresProblems;
import dev.rehome.postgres.settings.Isolation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SchemaTrialTest {
  private TwoCells cells;

  @BeforeEach
  void aShopThatCouldBeMoved() throws Exception {
    cells = new TwoCells();
    cells.sourceSettings = TwoCells.settings(cells.sourceDatabase, Isolation.ROW, "public");
    cells.onSource(
        """
        SET ROLE app_owner;
        CREATE TABLE orders (id serial PRIMARY KEY, tenant_id text NOT NULL, note text DEFAULT 'x');
        CREATE TABLE lines (id int PRIMARY KEY, tenant_id text NOT NULL, "order" int NOT NULL REFERENCES orders);
        INSERT INTO orders VALUES (1, 'acme'), (2, 'globex'); INSERT INTO lines VALUES (1, 'acme', 1)
        """);
  }

  @AfterEach
  void close() {
    cells.close();
  }

  private List<Finding> find() {
    return PostgresProblems.find(cells.source(), cells.target(), cells.move, 1 << 20);
  }

  private List<String> lines(boolean blocking) {
    return Findings.grouped(find()).stream()
        .filter(f -> f.blocks() == blocking)
        .map(Finding::line)
        .toList();
  }

  @Test
  void aSchemaThatTheTargetTakesIsMadeThereAndNothingOfItStays() throws Exception {
    cells.onSource(
        """
        SET ROLE app_owner;
        CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.note := nextval('numbers'); RETURN NEW; END$$;
        CREATE SEQUENCE numbers;
        CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp();
        CREATE VIEW seen AS SELECT * FROM orders;
        CREATE MATERIALIZED VIEW kept AS SELECT count(*) FROM lines;
        CREATE FUNCTION atomic() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT count(*) FROM orders; END;
        """);
    cells.onTarget("CREATE TABLE other (id int); CREATE SEQUENCE theirs");
    List<String> before = cells.catalog();
    assertThat(lines(true)).isEmpty();
    assertThat(lines(false)).noneMatch(line -> line.contains("on trial"));
    assertThat(cells.catalog()).isEqualTo(before);
  }

  /** It is killed by an event trigger, in the middle of what it makes. */
  @Test
  void nothingStaysWhereItIsKilledInTheMiddle() throws Exception {
    List<String> before = cells.catalog();
    cells.onTarget(
        """
        CREATE FUNCTION pg_catalog.die() RETURNS event_trigger LANGUAGE plpgsql AS
          $$BEGIN IF current_user = 'mover' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; END$$;
        CREATE EVENT TRIGGER die ON ddl_command_end WHEN TAG IN ('CREATE INDEX', 'ALTER TABLE') EXECUTE FUNCTION pg_catalog.die()
        """);
    assertThat(lines(false)).anyMatch(line -> line.contains("was not made on trial"));
    cells.onTarget("DROP EVENT TRIGGER die; DROP FUNCTION pg_catalog.die()");
    assertThat(cells.catalog()).isEqualTo(before);
  }

  @Test
  void allThatTheTargetRefusesIsToldWithItsWordsAndWhatOnlyNeedsItIsCounted() throws Exception {
    cells.onSource(
        """
        SET ROLE app_owner;
        CREATE VIEW seen AS SELECT * FROM orders; CREATE VIEW seen_again AS SELECT * FROM seen;
        CREATE INDEX odd ON lines (tenant_id)
        """);
    cells.onTarget(
        """
        CREATE FUNCTION pg_catalog.no() RETURNS event_trigger LANGUAGE plpgsql AS
          $$BEGIN IF current_query() ~ 'odd|VIEW "public".seen ' THEN RAISE 'not here'; END IF; END$$;
        CREATE EVENT TRIGGER no ON ddl_command_start WHEN TAG IN ('CREATE VIEW', 'CREATE INDEX') EXECUTE FUNCTION pg_catalog.no()
        """);
    assertThat(lines(true))
        .singleElement()
        .asString()
        .contains("CREATE VIEW \"public\".seen AS", "that need it", "CREATE INDEX odd", "not here");
  }

  @Test
  void whatComesOutOtherwiseIsTold() throws Exception {
    cells.onTarget(
        """
        CREATE FUNCTION pg_catalog.other() RETURNS event_trigger LANGUAGE plpgsql AS
          $$BEGIN ALTER TABLE public.orders ALTER note SET DEFAULT 'y'; GRANT SELECT ON public.orders TO stranger; END$$;
        CREATE EVENT TRIGGER other ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION pg_catalog.other()
        """);
    cells.onSource("CREATE INDEX ON orders (note)");
    assertThat(lines(true))
        .anyMatch(
            line ->
                line.contains("public orders column note (source: ")
                    && line.contains("'x'")
                    && line.contains("'y'")
                    && line.contains("would be defined otherwise"))
        .anyMatch(line -> line.contains("orders") && line.contains("would have other rights"));
  }

  @Test
  void aWriteThatNobodyCouldDoIsToldWithItsTrigger() throws Exception {
    cells.onSource(
        """
        SET ROLE app_owner;
        CREATE FUNCTION odd() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN EXECUTE format('SELECT FROM %s', TG_TABLE_SCHEMA || '.not_there'); RETURN NULL; END$$;
        CREATE TRIGGER late AFTER INSERT ON lines FOR EACH ROW EXECUTE FUNCTION odd();
        CREATE TRIGGER change AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION odd();
        """);
    assertThat(lines(true))
        .singleElement()
        .asString()
        .contains(
            "INSERT of public.lines, trigger late",
            "UPDATE of public.orders, trigger change",
            "could not be written: relation \"public.not_there\" does not exist");
  }

  @Test
  void whatTheApplicationRefusesIsANote() throws Exception {
    cells.onSource(
        """
        SET ROLE app_owner;
        CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'only by day'; END$$;
        CREATE TRIGGER no BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION no();
        """);
    assertThat(lines(true)).isEmpty();
    assertThat(lines(false))
        .singleElement()
        .asString()
        .contains("DELETE of public.orders, trigger no", "only by day");
  }

  /** A foreign key to a table that neighbours write to would keep them waiting. */
  @Test
  void aTableThatWasThereBeforeIsNotLocked() throws Exception {
    String lib =
        """
        CREATE SCHEMA lib; CREATE TABLE lib.plans (id int PRIMARY KEY);
        GRANT USAGE ON SCHEMA lib TO mover, app_owner; GRANT REFERENCES, SELECT ON lib.plans TO mover, app_owner;
        """;
    cells.onSource(
        lib + "SET ROLE app_owner; ALTER TABLE orders ADD plan int REFERENCES lib.plans");
    cells.onTarget(
        lib
            + """
            CREATE FUNCTION pg_catalog.look() RETURNS event_trigger LANGUAGE plpgsql AS
              $$BEGIN IF EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'lib.plans'::regclass
                AND mode NOT IN ('AccessShareLock', 'RowShareLock')) THEN RAISE 'plans is locked'; END IF; END$$;
            CREATE EVENT TRIGGER look ON ddl_command_end EXECUTE FUNCTION pg_catalog.look()
            """);
    assertThat(lines(true)).isEmpty();
    assertThat(lines(false))
        .singleElement()
        .asString()
        .contains("orders_plan_fkey", "was not made on trial");
  }
}
