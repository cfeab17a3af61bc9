package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.purge.Purged.Ending;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A tenant comes back from a database of its own into tables that others share. */
final class ReturnCaseTest {
  @Test
  void fromASchemaOfItsOwnItsRowsJoinTheNeighboursAgain() throws Exception {
    fromTablesOfItsOwn("schema");
  }

  @Test
  @Tag("long")
  void fromADatabaseOfItsOwnToo() throws Exception {
    fromTablesOfItsOwn("database");
  }

  private static void fromTablesOfItsOwn(String isolation) throws Exception {
    try (SchemaCase one = ReturnCase.acme(isolation)) {
      one.moved();
      assertThat(one.purge().ending()).isEqualTo(Ending.PURGED);
      List<String> neighbour = one.ask(SchemaCase.EAST, ReturnCase.NEIGHBOUR);
      assertThat(one.write(SchemaCase.WEST, ReturnCase.LIFE)).isEmpty();
      List<String> acme = ReturnCase.of(one, SchemaCase.WEST, "acme");
      one.movedBack();
      assertThat(ReturnCase.of(one, SchemaCase.EAST, "acme")).isEqualTo(acme);
      assertThat(one.ask(SchemaCase.EAST, ReturnCase.NEIGHBOUR)).isEqualTo(neighbour);
      assertThat(
              one.write(
                  SchemaCase.EAST, "INSERT INTO orders (tenant_id, user_id) VALUES ('acme', 1)"))
          .isEmpty();
      assertThat(one.write(SchemaCase.WEST, "UPDATE currencies SET name = name"))
          .isEqualTo("RH001");
      assertThat(one.purge().ending()).isEqualTo(Ending.PURGED);
      assertThat(ReturnCase.of(one, SchemaCase.WEST, "acme")).isEmpty();
      assertThat(ReturnCase.of(one, SchemaCase.EAST, "acme")).hasSize(acme.size() + 1);
    }
  }

  @Test
  void rowsOfOthersInItsDatabaseAreNamed() throws Exception {
    try (SchemaCase one = ReturnCase.acme("database")) {
      one.moved();
      one.purge();
      one.run(
          SchemaCase.WEST,
          "ALTER TABLE orders ALTER tenant_id DROP NOT NULL; SET session_replication_role ="
              + " replica; INSERT INTO orders (id, tenant_id, user_id) VALUES (71, NULL, 1), (72,"
              + " 'initech', 1); INSERT INTO lines (id, order_id, note) VALUES (81, 72, 'x')");
      one.grant(SchemaCase.WEST, SchemaCase.EAST);
      assertThat(
              one.plan(one.job(SchemaCase.WEST, SchemaCase.EAST)).stream()
                  .filter(Finding::blocks)
                  .map(Finding::line))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "us_west home_acme.orders.tenant_id",
                          "2 rows, e.g. (71), (72)",
                          "set it to acme"))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "us_west home_acme.lines", "1 row, e.g. (81)", "predicate of us_east"));
    }
  }

  @Test
  void theCopyThatItLeftIsReplacedAsOftenAsItGoesRound() throws Exception {
    goesRound(ReturnCase.acme("database"));
  }

  /** Then it has neighbours wherever it goes. */
  @Test
  @Tag("long")
  void alsoBetweenTwoSharedCells() throws Exception {
    goesRound(ReturnCase.shared());
  }

  private static void goesRound(SchemaCase opened) throws Exception {
    try (SchemaCase one = opened) {
      one.moved();
      List<String> neighbour = one.ask(SchemaCase.EAST, ReturnCase.NEIGHBOUR);
      for (String from : List.of(SchemaCase.WEST, SchemaCase.EAST, SchemaCase.WEST)) {
        String to = from.equals(SchemaCase.EAST) ? SchemaCase.WEST : SchemaCase.EAST;
        assertThat(one.write(from, ReturnCase.LIFE)).isEmpty();
        assertThat(one.write(to, "UPDATE orders SET state = 'late' WHERE tenant_id = 'acme'"))
            .isEqualTo("RH001");
        List<String> acme = ReturnCase.of(one, from, "acme");
        one.grant(from, to);
        assertThat(one.plan(one.job(from, to)))
            .anySatisfy(
                finding ->
                    assertThat(finding.line())
                        .contains(
                            to + " tables", "rows that acme left there by move m", "put aside"));
        one.moved(from, to);
        assertThat(ReturnCase.of(one, to, "acme")).isEqualTo(acme);
        assertThat(
                one.ask(to, "SELECT relname FROM pg_class WHERE relname LIKE 'old!_%' ESCAPE '!'"))
            .isEmpty();
        assertThat(one.write(to, "UPDATE orders SET state = state WHERE tenant_id = 'acme'"))
            .isEmpty();
      }
      assertThat(one.ask(SchemaCase.EAST, ReturnCase.NEIGHBOUR)).isEqualTo(neighbour);
      assertThat(one.purge().ending()).isEqualTo(Ending.PURGED);
      assertThat(ReturnCase.of(one, SchemaCase.WEST, "acme")).isEmpty();
    }
  }
}
