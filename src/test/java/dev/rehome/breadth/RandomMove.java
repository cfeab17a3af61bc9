package dev.rehome.breadth;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Position;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.PostgresCells;
import dev.rehome.postgres.PostgresStore;
import dev.rehome.postgres.Scope;
import dev.rehome.postgres.Sql;
import dev.rehome.postgres.guard.GuardProblems;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.schema.PostgresProblems;
import dev.rehome.postgres.schema.SchemaParity;
import dev.rehome.postgres.schema.ScopeReader;
import dev.rehome.sandbox.Servers;
import dev.rehome.settings.Isolation;
import dev.rehome.settings.Limits;
import dev.rehome.settings.PostgresCell;
import dev.rehome.settings.Settings;
import dev.rehome.store.Plan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A random schema moved by the real store, without a pipeline and without its fence: between two
 * fresh databases, in small chunks.
 */
final class RandomMove implements AutoCloseable {
  private static final Tenant TENANT = new Tenant("acme", "O'Brien & \"sons\"; --");
  private static final String NEIGHBOUR = "O'Brien & \"sons\"; --2";
  private static final String SOURCE = "random's";
  private static final String TARGET = "ran\"dom";

  final List<String> statements;
  private final Isolation isolation;
  private final Home source;
  private final Home target;
  private final PostgresCells cells;
  private final PostgresStore store;
  private final Move move;

  RandomMove(long seed) throws SQLException {
    isolation =
        List.of(Isolation.values()).get(new Random(seed).nextInt(Isolation.values().length));
    statements = new RandomSchema(seed, TENANT.id(), NEIGHBOUR).statements();
    source = Home.make(Servers.all().shared(), "random_" + seed + "_source");
    target = Home.make(Servers.all().dedicated(), "random_" + seed + "_target");
    Settings settings = settings(500L << new Random(seed).nextInt(10));
    cells = new PostgresCells(settings);
    Inspected inspected = new Inspected();
    store =
        new PostgresStore(
            cells,
            settings,
            inspected,
            new PostgresFence(cells, inspected::scope, Duration.ofSeconds(60)),
            confirmed -> {});
    Position start =
        new Position(Phase.SNAPSHOT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE);
    move = new Move("m1", "j1", TENANT, "from", "to", Options.NONE, 1, start);
  }

  /** As the program looks, but for its limits. */
  private final class Inspected implements PostgresStore.Inspection {
    @Override
    public Scope scope(Move of) {
      return ScopeReader.read(cells.source(of), cells.target(of), of);
    }

    @Override
    public List<Finding> problems(Move of) {
      List<Finding> findings =
          new ArrayList<>(PostgresProblems.find(cells.source(of), cells.target(of), of, 1 << 20));
      findings.addAll(GuardProblems.of(cells, of, scope(of)));
      return findings;
    }

    @Override
    public List<PlannedCheck> checks(Scope scope) {
      return SchemaParity.planned(scope);
    }

    @Override
    public Verdict check(Move of, Scope scope, PlannedCheck check) {
      return SchemaParity.check(cells.source(of), cells.target(of), of, scope, check);
    }
  }

  private Settings settings(long chunkBytesMax) {
    return new Settings(
        Servers.all().control().superuser(),
        Path.of("inbox"),
        Path.of("snapshots"),
        new Limits(30, 300, 60, 20, 2, 4, chunkBytesMax, 64 << 20),
        Map.of(
            "from", Home.cell("from", cell(source, isolation, SOURCE)),
            "to", Home.cell("to", cell(target, Isolation.DATABASE, TARGET))));
  }

  private static PostgresCell cell(Home home, Isolation isolation, String schema) {
    return new PostgresCell(
        home.asMover(),
        isolation,
        List.of(schema),
        isolation == Isolation.ROW ? Optional.of("tenant_id") : Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of());
  }

  /** Fills the source. */
  void fill() throws SQLException {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("CREATE EXTENSION citext; CREATE EXTENSION hstore; SET ROLE app_owner");
      statement.execute(
          "CREATE SCHEMA %1$s; SET search_path = %1$s, public".formatted(Sql.name(SOURCE)));
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What forbids the move; a generated schema has nothing of the kind. */
  List<String> blocking() {
    return store.problems(move).stream().filter(Finding::blocks).map(Finding::line).toList();
  }

  /** Copies everything; the checks that say no. */
  List<String> copy() {
    Plan plan = store.plan(move);
    for (Chunk chunk :
        plan.chunks().stream().sorted(Comparator.comparingInt(Chunk::wave)).toList()) {
      store.copy(move, chunk);
    }
    return plan.checks().stream()
        .map(check -> store.check(move, check))
        .filter(verdict -> !verdict.passed())
        .map(Verdict::toString)
        .toList();
  }

  void discard() {
    store.discard(move);
  }

  /** What only one side has. */
  List<String> differences() throws SQLException {
    try (Connection from = source.connect();
        Connection to = target.connect()) {
      Optional<String> tenant =
          isolation == Isolation.ROW ? Optional.of(TENANT.id()) : Optional.empty();
      return Facts.differences(
          new Facts(from, SOURCE, List.of(), tenant),
          new Facts(to, TARGET, List.of(), Optional.empty()));
    }
  }

  /** What of a move is left in the target. */
  List<String> left() throws SQLException {
    List<String> left = new ArrayList<>();
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT 'schema ' || nspname FROM pg_namespace WHERE oid >= 16384
                UNION ALL SELECT 'extension ' || extname FROM pg_extension WHERE oid >= 16384
                UNION ALL SELECT 'relation ' || oid::regclass FROM pg_class WHERE oid >= 16384
                UNION ALL SELECT 'routine ' || oid::regprocedure FROM pg_proc WHERE oid >= 16384
                UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE oid >= 16384
                """)) {
      while (row.next()) {
        left.add(row.getString(1));
      }
    }
    return left;
  }

  Home target() {
    return target;
  }

  @Override
  public void close() throws SQLException {
    cells.close();
    source.drop();
    target.drop();
  }
}
