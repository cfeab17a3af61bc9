package dev.rehome.postgres;

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
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.postgres.guard.Admission;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.ObjectReference;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Cell;
import dev.rehome.settings.CellParts;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import dev.rehome.store.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A shared cell with schema {@code shop} and a dedicated one with schema {@code public}, fresh
 * databases of one real server, and a mover that is no superuser. The tables are app_owner's.
 */
public final class TwoDatabases implements AutoCloseable {
  public static final Options MIRRORED =
      new Options(OptionalInt.empty(), OptionalInt.empty(), false, false, true, List.of());

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final PostgresServer SERVER = server();
  private static final Path SNAPSHOTS = temporary();

  public final Move move = move(1, Options.NONE);
  private final String east = "east_" + COUNT.incrementAndGet();
  private final String west = "west_" + COUNT.get();
  private final Settings settings;
  private final PostgresCells cells;
  private final PostgresStore store;
  private final ListedObjects book = new ListedObjects();

  /** What differs from test to test. */
  public record Setting(
      Isolation isolation,
      long chunkBytesMax,
      Map<String, String> predicates,
      List<String> references,
      boolean sharedTarget,
      Map<String, ObjectsCell> objects,
      List<ObjectReference> objectReferences,
      int sequenceHeadroom,
      List<String> shared) {
    public static final Setting ROW = of(Isolation.ROW, false);
    public static final Setting SCHEMA = of(Isolation.SCHEMA, false);

    /** Both cells have other tenants' rows; the target's tables are the test's to make. */
    public static final Setting ROW_TO_ROW = of(Isolation.ROW, true);

    /** The source is the tenant's own. */
    public static final Setting DATABASE_TO_ROW = of(Isolation.DATABASE, true);

    private static Setting of(Isolation isolation, boolean sharedTarget) {
      return new Setting(
          isolation,
          64 << 20,
          Map.of(),
          List.of(),
          sharedTarget,
          Map.of(),
          List.of(),
          0,
          List.of());
    }

    public Setting chunks(long bytes) {
      return new Setting(
          isolation,
          bytes,
          predicates,
          references,
          sharedTarget,
          objects,
          objectReferences,
          sequenceHeadroom,
          shared);
    }

    public Setting headroom(int numbers) {
      return new Setting(
          isolation,
          chunkBytesMax,
          predicates,
          references,
          sharedTarget,
          objects,
          objectReferences,
          numbers,
          shared);
    }

    public Setting references(String... tables) {
      return new Setting(
          isolation,
          chunkBytesMax,
          predicates,
          List.of(tables),
          sharedTarget,
          objects,
          objectReferences,
          sequenceHeadroom,
          shared);
    }

    public Setting predicate(String table, String condition) {
      return new Setting(
          isolation,
          chunkBytesMax,
          Map.of(table, condition),
          references,
          sharedTarget,
          objects,
          objectReferences,
          sequenceHeadroom,
          shared);
    }

    /** With tables whose rows others need too; each has its predicate already. */
    public Setting sharing(String... tables) {
      return new Setting(
          isolation,
          chunkBytesMax,
          predicates,
          references,
          sharedTarget,
          objects,
          objectReferences,
          sequenceHeadroom,
          List.of(tables));
    }

    /** With columns that refer to objects, and where these are. */
    public Setting objects(ObjectsCell east, ObjectsCell west, String... columns) {
      return new Setting(
          isolation,
          chunkBytesMax,
          predicates,
          references,
          sharedTarget,
          Map.of("us_east", east, "us_west", west),
          Stream.of(columns).map(ObjectReference::parse).flatMap(Optional::stream).toList(),
          sequenceHeadroom,
          shared);
    }
  }

  public TwoDatabases(Setting setting) throws SQLException {
    for (String database : List.of(east, west)) {
      run("postgres", "CREATE DATABASE " + database);
      run("postgres", "GRANT CREATE ON DATABASE " + database + " TO mover, app_owner");
      run(database, "GRANT CREATE, USAGE ON SCHEMA public TO mover, app_owner");
    }
    run(east, "CREATE SCHEMA shop AUTHORIZATION app_owner");
    this.settings = settings(setting);
    this.cells = new PostgresCells(settings);
    this.store =
        new PostgresStore(
            cells,
            settings,
            new Inspected(),
            new PostgresFence(cells, this::scope, Duration.ofSeconds(60)),
            confirmed -> {},
            book,
            of -> Optional.empty());
  }

  /** The schema helper's part, as far as these tests need it. */
  private final class Inspected implements Inspection {
    @Override
    public Scope scope(Move of) {
      return TwoDatabases.this.scope(of);
    }

    @Override
    public List<Finding> problems(Move of) {
      return List.of();
    }

    @Override
    public List<PlannedCheck> checks(Scope of) {
      return List.of();
    }

    @Override
    public Verdict check(Move of, Scope scope, PlannedCheck check) {
      throw new IllegalArgumentException(check.name());
    }
  }

  public static Move move(long epoch, Options options) {
    Position start =
        new Position(Phase.SNAPSHOT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE);
    return new Move("m1", "j1", Tenant.named("acme"), "us_east", "us_west", options, epoch, start);
  }

  private Settings settings(Setting setting) {
    Cell source = cell("us_east", east, setting.isolation(), "shop", setting);
    Isolation isolation = setting.sharedTarget() ? Isolation.ROW : Isolation.DATABASE;
    Cell target = cell("us_west", west, isolation, "public", setting);
    Limits all = Limits.DEFAULTS;
    return new Settings(
        SERVER.superuser(),
        Path.of("inbox"),
        SNAPSHOTS.resolve(east),
        new Limits(
            all.drainTimeoutSeconds(),
            all.pauseMaxSeconds(),
            all.fenceLeaseSeconds(),
            all.controlLostSeconds(),
            all.storeLostSeconds(),
            all.movesMax(),
            all.copyParallelism(),
            setting.chunkBytesMax(),
            all.rowBytesMax()),
        Map.of("us_east", source, "us_west", target));
  }

  private static Cell cell(
      String name, String database, Isolation isolation, String schema, Setting setting) {
    return new Cell(
        name,
        8,
        0,
        CellParts.of(
            Optional.of(
                new PostgresCell(
                    new Settings.Database(SERVER.url(database), "mover", "secret"),
                    isolation,
                    List.of(schema),
                    isolation == Isolation.ROW ? Optional.of("tenant_id") : Optional.empty(),
                    Map.of(),
                    isolation == Isolation.ROW ? setting.predicates() : Map.of(),
                    Optional.empty(),
                    Map.of(),
                    isolation == Isolation.ROW ? setting.references() : List.of(),
                    isolation == Isolation.ROW ? setting.shared() : List.of(),
                    List.of(),
                    setting.objectReferences(),
                    setting.sequenceHeadroom())),
            Optional.ofNullable(setting.objects().get(name))));
  }

  /** The objects that the move takes along. */
  public ListedObjects book() {
    return book;
  }

  public PostgresStore store() {
    return store;
  }

  public PostgresCells cells() {
    return cells;
  }

  public Scope scope(Move of) {
    return ScopeReader.read(cells.source(of), cells.target(of), of);
  }

  /** The server, and who may do everything there. */
  public Settings.Database superuser() {
    return SERVER.superuser();
  }

  public String sourceDatabase() {
    return east;
  }

  public String targetDatabase() {
    return west;
  }

  /** Plans and copies every chunk, wave by wave. */
  public Plan copyAll() {
    Plan plan = store.plan(move);
    chunks(plan).forEach(chunk -> store.copy(move, chunk));
    return plan;
  }

  public static List<Chunk> chunks(Plan plan) {
    return plan.chunks().stream().sorted(Comparator.comparingInt(Chunk::wave)).toList();
  }

  /** The checks that say no. */
  public List<String> failing(Plan plan) {
    List<String> failing = new ArrayList<>();
    for (Verdict verdict : BothWays.check(store, move, plan.checks())) {
      if (!verdict.passed()) {
        failing.add(verdict.check().name() + " " + verdict.check().subject());
      }
    }
    return failing;
  }

  /** As app_owner, in the source. */
  public void onSource(String sql) throws SQLException {
    run(east, "SET ROLE app_owner; SET search_path = shop, public; " + sql);
  }

  /** As app_owner, in both. */
  public void onBoth(String sql) throws SQLException {
    onSource(sql);
    onTarget(sql);
  }

  /** As app_owner, in the target. */
  public void onTarget(String sql) throws SQLException {
    run(west, "SET ROLE app_owner; " + sql);
  }

  /** Past guards, triggers and foreign keys: what a fault in the mover or the storage would do. */
  public void plant(String sql) throws SQLException {
    try (Connection connection = SERVER.connect(west);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      Admission.admit(connection, move.tenant().id());
      statement.execute("SET session_replication_role = replica; " + sql);
      connection.commit();
    }
  }

  /** Whether the mover may keep triggers quiet; the server is that of other tests too. */
  public void quiet(boolean may) throws SQLException {
    onServer(
        may
            ? "GRANT SET ON PARAMETER session_replication_role TO mover"
            : "REVOKE SET ON PARAMETER session_replication_role FROM mover");
  }

  /** As the superuser. */
  public void onServer(String sql) throws SQLException {
    run("postgres", sql);
  }

  public String source(String question) throws SQLException {
    return answer(east, question);
  }

  public String target(String question) throws SQLException {
    return answer(west, question);
  }

  /** A superuser's session on the source. */
  public Connection connectSource() throws SQLException {
    return SERVER.connect(east);
  }

  /** A superuser's session on the target. */
  public Connection connectTarget() throws SQLException {
    return SERVER.connect(west);
  }

  public static void run(String database, String sql) throws SQLException {
    try (Connection connection = SERVER.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String answer(String database, String question) throws SQLException {
    try (Connection connection = SERVER.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** Where the artifact of the move is. */
  public Path artifact() {
    return settings.snapshots().resolve(move.id());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("rehome-snapshots-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresServer server() {
    try {
      PostgresServer server =
          PostgresServer.start(Files.createTempDirectory("rehome-copy-").resolve("data"), Map.of());
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement()) {
        statement.execute(
            """
            CREATE ROLE app_owner;
            CREATE ROLE mover LOGIN PASSWORD 'secret' IN ROLE app_owner;
            GRANT pg_signal_backend, pg_read_all_stats TO mover
            """);
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    cells.close();
  }
}
