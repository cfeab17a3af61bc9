package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every test of findings begins with: one table, shared by row, that could be moved. */
public abstract class ProblemsTest {
  public TwoCells cells;

  @BeforeEach
  void twoCellsWithOneTable() throws Exception {
    cells = new TwoCells();
    cells.onSource(
        """
        CREATE SCHEMA shop AUTHORIZATION app_owner;
        CREATE TABLE shop.orders (
          id int PRIMARY KEY, tenant_id text, total numeric NOT NULL DEFAULT 0, note text);
        ALTER TABLE shop.orders OWNER TO app_owner;
        INSERT INTO shop.orders VALUES (1, 'acme', 1), (2, 'other', 2)
        """);
    byRow(Map.of(), List.of(), List.of());
  }

  @AfterEach
  void close() {
    cells.close();
  }

  protected void byRow(
      Map<String, String> predicates, List<String> reference, List<String> excluded) {
    PostgresCell plain = TwoCells.settings(cells.sourceDatabase, Isolation.ROW, "shop");
    cells.sourceSettings =
        new PostgresCell(
            plain.database(),
            Isolation.ROW,
            plain.schemas(),
            Optional.of("tenant_id"),
            Map.of(),
            predicates,
            Optional.empty(),
            Map.of(),
            reference,
            excluded);
  }

  protected List<Finding> find() {
    return PostgresProblems.find(cells.source(), cells.target(), cells.move, 1 << 20);
  }

  protected void blocks(String... parts) {
    found(true, parts);
  }

  protected void notes(String... parts) {
    found(false, parts);
  }

  private void found(boolean blocking, String... parts) {
    assertThat(find())
        .anySatisfy(
            finding -> {
              assertThat(finding.line()).contains(parts);
              assertThat(finding.blocks()).isEqualTo(blocking);
            });
  }

  protected void owned(String sql) throws Exception {
    cells.onSource("SET ROLE app_owner; " + sql);
  }
}
