package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two cells that tenants share, {@code shop} and {@code public}, and what pre-flight finds. */
public final class Consolidated implements AutoCloseable {
  public final TwoCells cells = new TwoCells();

  public Consolidated() throws SQLException {
    cells.onSource("CREATE SCHEMA shop AUTHORIZATION app_owner");
    source(Map.of(), List.of(), List.of());
    target("tenant_id", Map.of(), List.of(), List.of());
  }

  void source(Map<String, String> predicates, List<String> reference, List<String> excluded) {
    cells.sourceSettings =
        settings(cells.sourceDatabase, "shop", "tenant_id", predicates, reference, excluded);
  }

  void target(
      String column,
      Map<String, String> predicates,
      List<String> reference,
      List<String> excluded) {
    cells.targetSettings =
        settings(cells.targetDatabase, "public", column, predicates, reference, excluded);
  }

  private static PostgresCell settings(
      String database,
      String schema,
      String column,
      Map<String, String> predicates,
      List<String> reference,
      List<String> excluded) {
    return new PostgresCell(
        TwoCells.settings(database, Isolation.ROW, schema).database(),
        Isolation.ROW,
        List.of(schema),
        Optional.of(column),
        Map.of(),
        predicates,
        Optional.empty(),
        Map.of(),
        reference,
        excluded);
  }

  /** As app_owner on both sides, where unqualified names mean the cell's own. */
  public void onBoth(String sql) throws SQLException {
    onSource(sql);
    onTarget(sql);
  }

  public void onSource(String sql) throws SQLException {
    cells.onSource("SET ROLE app_owner; SET search_path = shop, public; " + sql);
  }

  public void onTarget(String sql) throws SQLException {
    cells.onTarget("SET ROLE app_owner; " + sql);
  }

  static void quiet(boolean may) throws SQLException {
    TwoCells.admin(
        "postgres",
        may
            ? "GRANT SET ON PARAMETER session_replication_role TO mover"
            : "REVOKE SET ON PARAMETER session_replication_role FROM mover");
  }

  public List<Finding> find() {
    return find(cells.move);
  }

  List<Finding> find(Move move) {
    return PostgresProblems.find(cells.source(), cells.target(), move, 1 << 20);
  }

  /** What blocks, a line each. */
  List<String> blocking() {
    return find().stream().filter(Finding::blocks).map(Finding::line).toList();
  }

  /** Exactly one thing blocks, and says all of this. */
  public void blocks(String... parts) {
    assertThat(blocking()).singleElement().asString().contains(parts);
  }

  void passes() {
    assertThat(blocking()).isEmpty();
  }

  @Override
  public void close() {
    cells.close();
  }
}
