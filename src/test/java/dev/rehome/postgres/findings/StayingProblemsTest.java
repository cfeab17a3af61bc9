package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import org.junit.jupiter.api.Test;

/** What does not come along is told, and forbids nothing. */
final class StayingProblemsTest extends ProblemsTest {
  @Test
  void aPublicationOfATable() throws Exception {
    cells.onSource("CREATE PUBLICATION feed FOR TABLE shop.orders");
    notes(
        "us_east publication feed", "publishes 1 tables", "orders", "CREATE PUBLICATION \"feed\"");
    cells.onSource("DROP PUBLICATION feed; CREATE PUBLICATION every FOR ALL TABLES");
    notes("us_east publication every", "does not come along");
    assertThat(find()).noneMatch(Finding::blocks);
  }

  @Test
  void aPublicationOfOtherTablesIsNone() throws Exception {
    cells.onSource("CREATE SCHEMA x; CREATE TABLE x.y (); CREATE PUBLICATION feed FOR TABLE x.y");
    assertThat(find()).isEmpty();
  }

  @Test
  void anEventTrigger() throws Exception {
    cells.onSource(
        """
        CREATE FUNCTION public.seen() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION public.seen()
        """);
    notes("us_east event trigger watch", "ddl_command_end runs public.seen()", "superuser");
    cells.onSource("ALTER EVENT TRIGGER watch DISABLE");
    assertThat(find()).isEmpty();
  }

  @Test
  void aLogicalSlot() throws Exception {
    cells.onSource(
        "SELECT pg_create_logical_replication_slot('%s', 'test_decoding')"
            .formatted(cells.sourceDatabase));
    try {
      notes("us_east logical slot " + cells.sourceDatabase, "test_decoding, by nobody just now");
      assertThat(find()).noneMatch(Finding::blocks);
    } finally {
      cells.onSource("SELECT pg_drop_replication_slot('%s')".formatted(cells.sourceDatabase));
    }
  }
}
