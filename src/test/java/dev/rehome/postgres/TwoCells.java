package dev.rehome.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.postgres.schema.apply.SchemaApplier;
import dev.rehome.postgres.schema.apply.SchemaChunks;
import dev.rehome.postgres.schema.made.SchemaUndo;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Cell;
import dev.rehome.settings.CellParts;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two fresh databases of one real server, as two cells, and a mover who is no superuser. The server
 * is shared by the tests of this JVM.
 */
public final class TwoCells implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final PostgresServer SERVER = server();

  public final String sourceDatabase = "source_" + COUNT.incrementAndGet();
  public final String targetDatabase = "target_" + COUNT.get();
  public final Move move = move(Options.NONE);
  public PostgresCell sourceSettings = settings(sourceDatabase, Isolation.SCHEMA, "shop");
  public PostgresCell targetSettings = settings(targetDatabase, Isolation.DATABASE, "public");
  public Optional<ObjectsCell> sourceObjects = Optional.empty();
  public Optional<ObjectsCell> targetObjects = Optional.empty();
  private PostgresCells cells;

  public TwoCells() throws SQLException {
    for (String database : List.of(sourceDatabase, targetDatabase)) {
      admin("postgres", "CREATE DATABASE " + database);
      admin("postgres", "GRANT CREATE ON DATABASE " + database + " TO mover, app_owner");
      admin(database, "GRANT CREATE, USAGE ON SCHEMA public TO mover, app_owner");
    }
  }

  public static Move move(Options options) {
    Position start =
        new Position(Phase.PREFLIGHT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE);
    return new Move("m1", "j1", Tenant.named("acme"), "us_east", "us_west", options, 1, start);
  }

  /** The server of both. */
  public static PostgresServer postgres() {
    return SERVER;
  }

  public static PostgresCell settings(String database, Isolation isolation, String... schemas) {
    return new PostgresCell(
        new Settings.Database(SERVER.url(database), "mover", "secret"),
        isolation,
        List.of(schemas),
        isolation == Isolation.ROW ? Optional.of("tenant_id") : Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of());
  }

  /** The same cell at another address. */
  public static PostgresCell at(PostgresCell cell, Settings.Database database) {
    return new PostgresCell(
        database,
        cell.isolation(),
        cell.schemas(),
        cell.tenantColumn(),
        cell.tenantColumns(),
        cell.predicates(),
        cell.tenantRole(),
        cell.roleMap(),
        cell.referenceTables(),
        cell.excludedTables());
  }

  /** A dedicated cell with schema public. */
  public static Cell dedicated(String name, Settings.Database database) {
    return new Cell(name, 4, 0, at(settings("", Isolation.DATABASE, "public"), database));
  }

  public PostgresSide source() {
    return cells().source(move);
  }

  public PostgresSide target() {
    return cells().target(move);
  }

  public Scope scope() {
    return ScopeReader.read(source(), target(), move);
  }

  public PostgresCells cells() {
    if (cells == null) {
      Cell east =
          new Cell("us_east", 4, 0, CellParts.of(Optional.of(sourceSettings), sourceObjects));
      Cell west =
          new Cell("us_west", 4, 0, CellParts.of(Optional.of(targetSettings), targetObjects));
      cells =
          new PostgresCells(
              new Settings(
                  SERVER.superuser(),
                  Path.of("inbox"),
                  Path.of("snapshots"),
                  Limits.DEFAULTS,
                  Map.of("us_east", east, "us_west", west)));
    }
    return cells;
  }

  public void onSource(String sql) throws SQLException {
    admin(sourceDatabase, sql);
  }

  public void onTarget(String sql) throws SQLException {
    admin(targetDatabase, sql);
  }

  /** An index that cannot be made, left invalid in the source. */
  public void failedIndex(String concurrently) {
    assertThatThrownBy(() -> onSource(concurrently)).isInstanceOf(SQLException.class);
  }

  /** The nasty schema, in the source. */
  public void nasty() throws SQLException {
    onSource(Bookkeeping.read("/postgres/nasty.sql"));
  }

  /** Every chunk in order, each in a transaction of its own. */
  public void applyAll() throws SQLException {
    var chunks = SchemaChunks.plan(source(), target(), move, scope());
    for (int wave = 0; wave <= 3; wave++) {
      for (var chunk : chunks) {
        if (chunk.wave() == wave) {
          target()
              .transaction(
                  connection -> {
                    Bookkeeping.ensure(connection);
                    SchemaApplier.apply(connection, move, chunk);
                    return null;
                  });
        }
      }
    }
  }

  public void discard() {
    target()
        .transaction(
            connection -> {
              SchemaUndo.discard(connection, move);
              return null;
            });
  }

  /** Everything in the target's catalog that could change, as text, without object ids. */
  public List<String> catalog() throws SQLException {
    try (Connection connection = SERVER.connect(targetDatabase)) {
      return Rows.strings(connection, Bookkeeping.read("/postgres/catalog.sql"));
    }
  }

  public static void admin(String database, String sql) throws SQLException {
    try (Connection connection = SERVER.connect(database)) {
      for (SqlStatement statement : SqlStatement.split(sql)) {
        SchemaApplier.execute(connection, statement);
      }
    }
  }

  private static PostgresServer server() {
    try {
      Path data = Files.createTempDirectory("rehome-schema-");
      PostgresServer server =
          PostgresServer.start(data.resolve("data"), Map.of("wal_level", "logical"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, data)));
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement()) {
        statement.execute(
            """
            CREATE ROLE app_owner; CREATE ROLE app_reader; CREATE ROLE stranger;
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

  private static void remove(PostgresServer server, Path directory) {
    server.close();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets changed settings hold from the next question on. */
  public void reopen() {
    close();
    cells = null;
  }

  @Override
  public void close() {
    if (cells != null) {
      cells.close();
    }
  }
}
