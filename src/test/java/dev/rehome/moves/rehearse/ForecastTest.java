package dev.rehome.moves.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Assembly;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.Timings;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.moves.Changed;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.pipeline.Wiring;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import dev.rehome.store.Estimate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a plan foretells, it has tried; and nobody sees that it did. */
class ForecastTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @Test
  void aSlowLinkTakesAboutAsLongAsForetold() {
    Settings slow = Changed.slow(SANDBOX.get().settings(Limits.DEFAULTS), "us_west", 30_000);
    Estimate estimate = estimate(slow);
    assertThat(estimate.basis()).contains("from a sample of", "copied from us_east to us_west");
    try (Mover mover = new Mover(slow)) {
      Submitted done = mover.rehearse("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.REHEARSED);
      double measured = Timings.copyAndProof(mover.story(done).steps()).toMillis();
      System.out.printf(
          "foretold %d ms (%s), measured %.0f ms%n",
          estimate.pause().toMillis(), estimate.basis(), measured);
      assertThat((double) estimate.pause().toMillis()).isBetween(measured / 2, measured * 2);
    }
  }

  @Test
  void noCatalogShowsIt() throws SQLException {
    List<String> before = catalogs();
    Estimate estimate = estimate(SANDBOX.get().settings(Limits.DEFAULTS));
    assertThat(estimate.basis()).contains("from a sample of", "4 sessions");
    assertThat(catalogs()).isEqualTo(before);
  }

  @Test
  void aTargetThatLetsNobodyMakeATableIsNotTriedAndThatIsSaid() throws SQLException {
    String database = SANDBOX.get().database("us_west").url().replaceFirst(".*/", "");
    try (Connection west = SANDBOX.get().connect("us_west");
        Statement statement = west.createStatement()) {
      statement.execute("ALTER DATABASE %s OWNER TO postgres".formatted(database));
      statement.execute("REVOKE CREATE ON DATABASE %s FROM mover, app_owner".formatted(database));
      Estimate estimate = estimate(SANDBOX.get().settings(Limits.DEFAULTS));
      assertThat(estimate.basis())
          .contains("how fast the source was read", "the target could not be tried");
      assertThat(estimate.pause()).isPositive();
      statement.execute("ALTER DATABASE %s OWNER TO app_owner".formatted(database));
      statement.execute("GRANT CREATE ON DATABASE %s TO mover".formatted(database));
    }
  }

  private static Estimate estimate(Settings settings) {
    Position start =
        new Position(Phase.PREFLIGHT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE);
    Move move =
        new Move("plan-1", "j", Tenant.named("acme"), "us_east", "us_west", Options.NONE, 1, start);
    try (Wiring wiring = Assembly.wire(settings, Optional.empty())) {
      return wiring.components().named("postgres").estimator().estimate(move);
    }
  }

  /** Every row of what a table, a schema or a temporary one would be in, on both sides. */
  private static List<String> catalogs() throws SQLException {
    List<String> lines = new ArrayList<>();
    for (String cell : List.of("us_east", "us_west")) {
      try (Connection connection = SANDBOX.get().connect(cell)) {
        lines.addAll(
            Product.column(
                connection,
                """
                SELECT 'relation ' || oid || relname || relkind::text FROM pg_class
                UNION ALL SELECT 'schema ' || oid || nspname FROM pg_namespace
                UNION ALL SELECT 'type ' || oid || typname FROM pg_type
                UNION ALL SELECT 'column ' || attrelid || attname FROM pg_attribute
                UNION ALL SELECT 'depends ' || classid || ' ' || objid || ' ' || refobjid FROM pg_depend
                ORDER BY 1
                """));
      }
    }
    return lines;
  }
}
