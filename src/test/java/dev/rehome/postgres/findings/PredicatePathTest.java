package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pre-flight reads a predicate as the copy does: with the operators of the extensions' types. */
final class PredicatePathTest {
  private static final int ROW_BYTES_MAX = 1 << 20;

  private TwoCells cells;

  @BeforeEach
  void aTableWhoseRowsAreFoundWithoutRegardToCase() throws Exception {
    cells = new TwoCells();
    cells.onSource(
        """
        CREATE EXTENSION citext;
        CREATE SCHEMA shop AUTHORIZATION app_owner;
        CREATE TABLE shop.lines (id int PRIMARY KEY, owner citext, note text);
        ALTER TABLE shop.lines ALTER note SET STORAGE EXTERNAL;
        ALTER TABLE shop.lines OWNER TO app_owner;
        INSERT INTO shop.lines VALUES (1, 'ACME', 'small')
        """);
    PostgresCell plain = TwoCells.settings(cells.sourceDatabase, Isolation.ROW, "shop");
    cells.sourceSettings =
        new PostgresCell(
            plain.database(),
            Isolation.ROW,
            plain.schemas(),
            Optional.of("tenant_id"),
            Map.of(),
            Map.of("lines", "owner = :tenant_id"),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of());
  }

  @AfterEach
  void close() {
    cells.close();
  }

  private List<String> blocking() {
    return PostgresProblems.find(cells.source(), cells.target(), cells.move, ROW_BYTES_MAX).stream()
        .filter(finding -> finding.blocks())
        .map(finding -> finding.line())
        .toList();
  }

  @Test
  void rowsThatOnlyTheTypesOwnEqualityReachesAreTheTenants() {
    assertThat(blocking()).isEmpty();
  }

  @Test
  void aLargeRowAmongThemIsFound() throws Exception {
    cells.onSource("INSERT INTO shop.lines VALUES (2, 'Acme', repeat('x', 2 << 20))");
    assertThat(blocking()).singleElement().asString().contains("shop.lines", "row-bytes-max");
  }
}
