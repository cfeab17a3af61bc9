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
import dev.rehome.postgres.BothWays;
import dev.rehome.postgres.CatalogInspection;
import dev.rehome.postgres.ListedObjects;
import dev.rehome.postgres.PostgresStore;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.sandbox.Servers;
import dev.rehome.settings.Limits;
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

/**
 * A move between two fresh databases by the real store, step by step, without a pipeline. What
 * changes a side is the caller's; the mover is no superuser.
 */
final class StoreMove implements AutoCloseable {
  static final String SOURCE = "random's";
  static final String TARGET = "ran\"dom";

  /** Another JVM may run such tests at the same time. */
  private static final Path SNAPSHOTS =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "rehome-snapshots-" + ProcessHandle.current().pid());

  final PostgresStore store;
  final PostgresFence fence;
  final Move move;
  final Home source;
  final Home target;
  private final Isolation isolation;
  private final PostgresCells cells;

  /**
   * Makes both databases; the source's schema is there, and app_owner's.
   *
   * @param name of the databases, in small letters and digits
   * @param chunkBytesMax how large a chunk may be
   */
  StoreMove(String name, Tenant tenant, Isolation isolation, long chunkBytesMax)
      throws SQLException {
    this.isolation = isolation;
    source = Home.make(Servers.all().shared(), name + "_source");
    target = Home.make(Servers.all().dedicated(), name + "_target");
    source.run("CREATE EXTENSION citext; CREATE EXTENSION hstore");
    source.run("CREATE SCHEMA %s AUTHORIZATION app_owner".formatted(Sql.name(SOURCE)));
    Settings settings = settings(chunkBytesMax);
    cells = new PostgresCells(settings);
    CatalogInspection catalog = new CatalogInspection(cells, settings.limits());
    fence = new PostgresFence(cells, catalog::scope, Duration.ofSeconds(60));
    store =
        new PostgresStore(
            cells,
            settings,
            catalog,
            fence,
            confirmed -> {},
            new ListedObjects(),
            of -> Optional.empty());
    Position start =
        new Position(Phase.SNAPSHOT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE);
    move = new Move("m1", "j1", tenant, "from", "to", Options.NONE, 1, start);
  }

  private Settings settings(long chunkBytesMax) {
    return new Settings(
        Servers.all().control().superuser(),
        Path.of("inbox"),
        SNAPSHOTS,
        new Limits(30, 300, 60, 20, 30, 2, 4, chunkBytesMax, 64 << 20),
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

  /** As app_owner, in the source; unqualified names mean its schema. */
  void onSource(List<String> statements) throws SQLException {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET ROLE app_owner");
      statement.execute("SET search_path = %s, public".formatted(Sql.name(SOURCE)));
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What forbids the move; a generated schema has nothing of the kind. */
  List<String> blocking() {
    return store.problems(move).stream().filter(Finding::blocks).map(Finding::line).toList();
  }

  /** The chunks of a plan in the order of their waves. */
  static List<Chunk> inOrder(Plan plan) {
    return plan.chunks().stream().sorted(Comparator.comparingInt(Chunk::wave)).toList();
  }

  /** Copies everything; the checks that say no. */
  List<String> copy() {
    Plan plan = planAfter(copyAhead());
    inOrder(plan).forEach(chunk -> store.copy(move, chunk));
    return failing(plan.checks());
  }

  /** What is copied in COPY; what was planned there. */
  Plan copyAhead() {
    Plan ahead = store.ahead(move);
    inOrder(ahead).stream()
        .filter(chunk -> chunk.phase() == Phase.COPY)
        .forEach(chunk -> store.copy(move, chunk));
    return ahead;
  }

  /** All that is left to be copied after COPY, and all checks. */
  Plan planAfter(Plan ahead) {
    Plan rest = store.plan(move);
    List<Chunk> chunks = new ArrayList<>(rest.chunks());
    ahead.chunks().stream().filter(chunk -> chunk.phase() == Phase.SNAPSHOT).forEach(chunks::add);
    List<PlannedCheck> checks = new ArrayList<>(ahead.checks());
    checks.addAll(rest.checks());
    return new Plan(chunks, checks, rest.position());
  }

  /** The checks that say no, each with what it saw. */
  List<String> failing(List<PlannedCheck> checks) {
    return BothWays.check(store, move, checks).stream()
        .filter(verdict -> !verdict.passed())
        .map(Verdict::toString)
        .toList();
  }

  /** What only one side has. */
  List<String> differences() throws SQLException {
    try (Connection from = source.connect();
        Connection to = target.connect()) {
      Optional<String> tenant =
          isolation == Isolation.ROW ? Optional.of(move.tenant().id()) : Optional.empty();
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

  @Override
  public void close() throws SQLException {
    cells.close();
    source.drop();
    target.drop();
  }
}
