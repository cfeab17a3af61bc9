package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas of products that the move once spoilt or refused: each is the same there. */
final class AcceptedCaseTest {
  private static final String EXTENSIONS =
      "SELECT name, unaccent(name), pass = crypt('x', pass), 'A'::citext = 'a' FROM users"
          + " WHERE tenant_id = 'acme'";
  private static final String MADE =
      "postgres: us_west extension %1$s: is not there: the move makes it; no need";
  private static final String DEFAULTS =
      "SELECT attrelid::regclass, format_type(atttypid, atttypmod), atthasdef FROM pg_attribute"
          + " WHERE attname = 'created' AND attrelid::regclass::text ~ '^ev(_2026)?$' ORDER BY 1";

  /**
   * The plan has nothing to say but which extensions the move makes.
   *
   * @param question about what the application relies on
   * @param answer its rows, with commas between
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "ext; users; unaccent pgcrypto citext; " + EXTENSIONS + "; José|Jose|t|t",
        "part-default; ev; ''; "
            + DEFAULTS
            + "; ev|timestamp(3) without time zone|t,ev_2026|timestamp(3) without time zone|f"
      })
  void plansCleanAndMoves(
      String name, String table, String extensions, String question, String answer)
      throws Exception {
    try (SchemaCase one = SchemaCase.of(name)) {
      List<String> made = extensions.isEmpty() ? List.of() : List.of(extensions.split(" ", -1));
      assertThat(one.plan())
          .extracting(Finding::line)
          .filteredOn(line -> !line.contains(" role ")) // what the mover lacks, in every case
          .containsExactlyInAnyOrderElementsOf(made.stream().map(MADE::formatted).toList());
      one.moved();
      for (String cell : List.of(SchemaCase.EAST, SchemaCase.WEST)) {
        assertThat(one.ask(cell, question)).as(cell).containsExactly(answer.split(",", -1));
      }
      assertThat(one.ask(SchemaCase.WEST, "SELECT * FROM " + table))
          .hasSize(1)
          .isEqualTo(
              one.ask(SchemaCase.EAST, "SELECT * FROM " + table + " WHERE tenant_id = 'acme'"));
    }
  }
}
