package dev.rehome.moves;

import dev.rehome.Registry;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.books.Wishes;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.purge.Purges;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.settings.Settings;
import dev.rehome.settings.SettingsLoader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** A sandbox with acme at us_east, what it was like before, and movers that come and go. */
public final class Scene implements AutoCloseable {
  public static final String SOURCE = "us_east";
  public static final String TARGET = "us_west";
  public static final String SCHEMA = "shared_schema";

  private final Sandbox sandbox;
  private final Path properties;
  private final ControlStore control;
  private final Map<String, String> acme;
  private final Map<String, String> globex;
  private final Set<String> sourceCatalog;
  private final Set<String> targetCatalog;
  private final List<MoverProcess> movers = new ArrayList<>();

  /**
   * A scene.
   *
   * @param more settings over the sandbox's; an empty one takes the sandbox's away
   */
  public Scene(Sandbox sandbox, Map<String, String> more) throws SQLException, IOException {
    this.sandbox = sandbox;
    Properties all = sandbox.properties();
    all.setProperty("rehome.fence-lease-seconds", "30");
    more.forEach(
        (name, value) -> {
          all.setProperty(name, value);
          if (value.isEmpty()) {
            all.remove(name);
          }
        });
    notLongerThanTheFence(all, "rehome.drain-timeout-seconds", 30);
    notLongerThanTheFence(all, "rehome.control-lost-seconds", 20);
    Path directory = Files.createTempDirectory("rehome-scene-");
    properties = directory.resolve("application.properties");
    try (Writer writer = Files.newBufferedWriter(properties)) {
      all.store(writer, null);
    }
    control = ControlStore.open(settings().control());
    try (Connection east = sandbox.connect(SOURCE);
        Connection west = sandbox.connect(TARGET)) {
      acme = TenantRows.of(east, SCHEMA, "acme");
      globex = TenantRows.of(east, SCHEMA, "globex");
      sourceCatalog = Catalog.of(east);
      targetCatalog = Catalog.of(west);
    }
  }

  private static void notLongerThanTheFence(Properties all, String name, int usual) {
    int lease = Integer.parseInt(all.getProperty("rehome.fence-lease-seconds"));
    all.putIfAbsent(name, Integer.toString(Math.min(usual, lease)));
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  /** The settings as a file has them. */
  public Properties properties() throws IOException {
    Properties all = new Properties();
    try (java.io.Reader reader = Files.newBufferedReader(properties)) {
      all.load(reader);
    }
    return all;
  }

  public Settings settings() {
    return new SettingsLoader(Registry.KINDS.all(), Map.of()).load(properties);
  }

  public History history() {
    return new History(control, Registry.KINDS);
  }

  public Map<String, String> acme() {
    return acme;
  }

  public Map<String, String> globex() {
    return globex;
  }

  public Set<String> sourceCatalog() {
    return sourceCatalog;
  }

  public Set<String> targetCatalog() {
    return targetCatalog;
  }

  /** Submits a job to move acme; the move's id. */
  public String submit(String job, String from, String to) {
    return submit(job, from, to, Options.NONE);
  }

  public String submit(String job, String from, String to, Options options) {
    return new Submissions(control)
        .submit(new Job(job, Tenant.named("acme"), from, to, options, "test"))
        .move()
        .orElseThrow();
  }

  /** The same for a rehearsal. */
  public String submitRehearsal(String job) {
    return new Submissions(control)
        .submit(
            new Job(job, Tenant.named("acme"), SOURCE, TARGET, Options.NONE.rehearsed(), "test"))
        .move()
        .orElseThrow();
  }

  public Submitted submit(String job, String tenant, String from, String to) {
    return submit(job, tenant, from, to, Options.NONE);
  }

  Submitted submit(String job, String tenant, String from, String to, Options options) {
    return new Submissions(control)
        .submit(new Job(job, Tenant.named(tenant), from, to, options, "test"));
  }

  public Purges purges() {
    return new Purges(control, "test", Registry.KINDS.tables());
  }

  public void wish(String move, Wishes.Wish wish) {
    new Wishes(control).ask(move, wish, "test");
  }

  /** A mover in a process of its own. */
  public MoverProcess mover(String move, String failPoint, String... wants) throws IOException {
    return kept(MoverProcess.start(properties, move, failPoint, "KILL", wants));
  }

  /** A mover that falls asleep at the fail point, and does not end by itself. */
  public MoverProcess sleeper(String move, String failPoint, String... wants) throws IOException {
    List<String> all = new ArrayList<>(List.of(wants));
    all.add("linger");
    return kept(
        MoverProcess.start(properties, move, failPoint, "STOP", all.toArray(new String[0])));
  }

  /** The command {@code purge acme} in a process of its own. */
  public MoverProcess purger(String tenant, String failPoint, String signal) throws IOException {
    return kept(MoverProcess.purge(properties, tenant, failPoint, signal));
  }

  /** A command in a process of its own, e.g. {@code status acme}. */
  public MoverProcess command(String... arguments) throws IOException {
    return commandAsleepAt("", arguments);
  }

  /** The same, but it falls asleep at the fail point. */
  public MoverProcess commandAsleepAt(String failPoint, String... arguments) throws IOException {
    return kept(MoverProcess.command(properties, failPoint, "STOP", arguments));
  }

  private MoverProcess kept(MoverProcess mover) {
    movers.add(mover);
    return mover;
  }

  /** A new start, in this process: works on the move until nothing is left to be done. */
  public Moved startAgain(String move) {
    try (Mover mover = new Mover(settings(), move)) {
      return mover.finished(move);
    }
  }

  /** Every row of the control store that a worker of a move writes. */
  public Map<String, String> book() throws SQLException {
    Map<String, String> book = new TreeMap<>();
    try (Connection connection = sandbox.connect("control");
        Statement statement = connection.createStatement()) {
      for (String table : List.of("tenants", "journal", "leases", "chunks", "checks", "outbox")) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM _system.%s t"
                    .formatted(table))) {
          row.next();
          book.put(table, String.valueOf(row.getString(1)));
        }
      }
    }
    return book;
  }

  /**
   * Tries a write of a tenant at a cell and takes it back: {@code passes}, or the SQLSTATE that it
   * was refused with.
   */
  public String write(String cell, String tenant) {
    try (Connection product = sandbox.product(cell, tenant);
        Statement statement = product.createStatement()) {
      product.setAutoCommit(false);
      statement.execute("SET LOCAL lock_timeout = '20s'");
      statement.execute(
          "INSERT INTO settings (tenant_id, name, value) VALUES ('%s', 'probe', 'x')"
              .formatted(tenant));
      product.rollback();
      return "passes";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  @Override
  public void close() throws SQLException {
    movers.forEach(MoverProcess::close);
    control.close();
    sandbox.close();
  }
}
