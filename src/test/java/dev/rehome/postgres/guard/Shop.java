package dev.rehome.postgres.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two fresh databases of a real server, a shop's tables, the application's role and a mover that is
 * no superuser.
 */
final class Shop implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(60);
  static final Duration DRAIN = Duration.ofSeconds(10);

  static final String TABLES =
      """
      CREATE TABLE shop.orders (id bigint PRIMARY KEY, tenant_id text, note text);
      CREATE TABLE shop.items (id bigint PRIMARY KEY, tenant_id text NOT NULL);
      INSERT INTO shop.orders VALUES (1, 'acme', 'a'), (2, 'zenith', 'z'), (3, 'globex', 'g');
      """;

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static PostgresServer server;

  private final String source = "source_" + COUNT.incrementAndGet();
  private final String target = "target_" + COUNT.get();
  private final List<Connection> open = new ArrayList<>();
  final PostgresCells cells;
  final PostgresFence fence;

  Shop() {
    this(TABLES, Map.of(), Optional.empty());
  }

  Shop(String tables, Map<String, String> predicates, Optional<String> role) {
    try {
      for (String database : List.of(source, target)) {
        prepare(database, tables);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    cells =
        new PostgresCells(
            new Settings(
                at(source),
                Path.of("."),
                Path.of("."),
                Limits.DEFAULTS,
                Map.of(
                    "us_east", cell("us_east", source, predicates, role),
                    "us_west", cell("us_west", target, predicates, Optional.empty()))));
    fence = fence(LEASE);
  }

  PostgresFence fence(Duration lease) {
    return new PostgresFence(cells, this::scope, lease);
  }

  /** A fence of a worker that was asleep: the control store knows a newer one. */
  PostgresFence outdated() {
    return new PostgresFence(
        cells,
        this::scope,
        LEASE,
        move -> {
          throw new StaleLease("move " + move.id() + " has a newer worker");
        });
  }

  Scope scope(Move move) {
    return ScopeReader.read(cells.source(move), cells.target(move), move);
  }

  private static synchronized PostgresServer server() {
    if (server == null) {
      try {
        server =
            PostgresServer.start(
                Files.createTempDirectory("rehome-guard").resolve("data"),
                Map.of("max_prepared_transactions", "10"));
        try (Connection connection = server.connect("postgres")) {
          JdbcForms.run(
              connection,
              """
              CREATE ROLE app_owner; CREATE ROLE app LOGIN PASSWORD 'app';
              CREATE ROLE mover LOGIN PASSWORD 'mover' IN ROLE app_owner, pg_signal_backend, pg_read_all_stats;
              """);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return server;
  }

  private static void prepare(String database, String tables) throws SQLException {
    try (Connection connection = server().connect("postgres")) {
      JdbcForms.run(connection, "CREATE DATABASE " + database);
      JdbcForms.run(connection, "GRANT CREATE ON DATABASE " + database + " TO mover");
    }
    try (Connection connection = server().connect(database)) {
      JdbcForms.run(
          connection,
          "CREATE EXTENSION citext; CREATE SCHEMA shop AUTHORIZATION app_owner; GRANT USAGE ON"
              + " SCHEMA shop TO app; SET ROLE app_owner; SET search_path = shop, public;"
              + tables
              + "; GRANT ALL ON ALL TABLES IN SCHEMA shop TO app");
    }
  }

  private static Settings.Database at(String database) {
    return new Settings.Database(server().url(database), "mover", "mover");
  }

  private static Cell cell(
      String name, String database, Map<String, String> predicates, Optional<String> role) {
    return new Cell(
        name,
        4,
        0,
        new PostgresCell(
            at(database),
            Isolation.ROW,
            List.of("shop"),
            Optional.of("tenant_id"),
            Map.of(),
            predicates,
            role,
            Map.of(),
            List.of(),
            List.of()));
  }

  static Move move(String id, String tenant, long epoch) {
    return new Move(
        id,
        "job-" + id,
        Tenant.named(tenant),
        "us_east",
        "us_west",
        Options.NONE,
        epoch,
        new Position(Phase.DRAIN, Mark.INTENT, epoch, Status.RUNNING, Position.Undo.NONE));
  }

  /** The same tenant's way back. */
  static Move back(String id, String tenant, long epoch) {
    Move move = move(id, tenant, epoch);
    return new Move(
        id, move.job(), move.tenant(), "us_west", "us_east", Options.NONE, epoch, move.position());
  }

  static final Move M1 = move("m1", "acme", 1);

  /** The application at the source. */
  Connection app() {
    return session(source, "app", "app");
  }

  Connection appAtTarget() {
    return session(target, "app", "app");
  }

  Connection as(String user) {
    return session(source, user, user);
  }

  Connection superuser() {
    return session(source, server().superuser().user(), server().superuser().password());
  }

  Connection superuserAtTarget() {
    return session(target, server().superuser().user(), server().superuser().password());
  }

  private Connection session(String database, String user, String password) {
    try {
      Connection connection = DriverManager.getConnection(server().url(database), user, password);
      open.add(connection);
      JdbcForms.run(connection, "SET search_path = shop, public");
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The guard's row and triggers are there, nothing is announced. */
  void arm(Move move) {
    cells.source(move).transaction(connection -> GuardRow.arm(connection, move));
    GuardTriggers.putUp(
        cells.source(move), move, GuardSide.SOURCE, LeafCatalog.ofSource(scope(move)));
  }

  String state(Move move) throws SQLException {
    return text(
        superuser(),
        "SELECT string_agg(state, ',' ORDER BY place) FROM _rehome.guard WHERE tenant_id = '"
            + move.tenant().id()
            + "'");
  }

  static void run(Connection connection, String sql) throws SQLException {
    JdbcForms.run(connection, sql);
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      return found.next() ? found.getString(1) : null;
    }
  }

  static void begin(Connection connection, String isolation) throws SQLException {
    run(connection, "BEGIN ISOLATION LEVEL " + isolation);
  }

  /** What the server said to a statement that it refused. */
  record Refusal(String sqlState, String message) {}

  static Refusal refused(Connection connection, String sql) {
    SQLException error = catchThrowableOfType(SQLException.class, () -> run(connection, sql));
    return error == null
        ? new Refusal("00000", "it passed: " + sql)
        : new Refusal(error.getSQLState(), error.getMessage());
  }

  static void assertRefused(Connection connection, String sql) {
    assertRefused(connection, sql, "RH001");
  }

  static void assertRefused(Connection connection, String sql, String sqlState) {
    Refusal refusal = refused(connection, sql);
    assertThat(refusal.sqlState()).as("%s", refusal).isEqualTo(sqlState);
  }

  /** Everything in the catalog that a guard could leave. */
  static String catalog(Connection connection) throws SQLException {
    return text(
        connection,
        """
        SELECT string_agg(what, E'\\n' ORDER BY what) FROM (
          SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_t%'
          UNION ALL SELECT 'trigger ' || tgrelid::regclass::text || ' ' || tgname || tgenabled::text FROM pg_trigger
          UNION ALL SELECT 'function ' || oid::regprocedure::text FROM pg_proc
            WHERE pronamespace <> 'pg_catalog'::regnamespace
          UNION ALL SELECT 'relation ' || oid::regclass::text || ' ' || coalesce(relacl::text, '') FROM pg_class
            WHERE relnamespace NOT IN ('pg_toast'::regnamespace, 'pg_catalog'::regnamespace)
          UNION ALL SELECT 'role ' || rolname || rolcanlogin::text FROM pg_roles) things (what)
        """);
  }

  /** Its databases go: autovacuum would look at each of them in turn. */
  @Override
  public void close() throws SQLException {
    cells.close();
    for (Connection connection : open) {
      connection.close();
    }
    try (Connection connection = server().connect("postgres")) {
      for (String database : List.of(source, target)) {
        JdbcForms.run(connection, "DROP DATABASE " + database + " WITH (FORCE)");
      }
    }
  }
}
