package dev.rehome.cases;

import dev.rehome.Assembly;
import dev.rehome.Registry;
import dev.rehome.cli.show.Plans;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Finding;
import dev.rehome.model.Job;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.moves.Mover;
import dev.rehome.moves.purge.Purging;
import dev.rehome.pipeline.Wiring;
import dev.rehome.purge.Purged;
import dev.rehome.settings.Settings;
import dev.rehome.settings.SettingsLoader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small schema that the product once failed on, loaded by its owner into a fresh us_east, and a
 * mover that has only the rights that {@code plan} prints. Tenant acme moves to us_west, a
 * dedicated and empty database; globex stays. Everything is done by the real pipeline over the
 * servers that all tests share. For one thread.
 */
public final class SchemaCase implements AutoCloseable {
  public static final String EAST = "us_east";
  public static final String WEST = "us_west";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final CaseServers servers = new CaseServers(NUMBERS.incrementAndGet());
  private final Path directory;
  private final Settings settings;
  private int jobs;

  /**
   * Loads it, and gives the mover its rights.
   *
   * @param sql what the owner runs at us_east; unqualified names mean {@code public}
   * @param predicates the text of the predicates file; none if empty
   * @param shared whether us_west is shared too: then it has the same tables, empty, and settings
   * @param more settings over these; an empty one takes one away
   */
  public SchemaCase(String sql, String predicates, boolean shared, Map<String, String> more)
      throws SQLException, IOException {
    servers.make();
    servers.asOwner(EAST, sql);
    if (shared) {
      servers.asOwner(WEST, sql);
      servers.empty(WEST);
    }
    directory = Files.createTempDirectory("rehome-case-");
    Properties all = servers.properties(directory);
    describe(all, EAST, true, predicates);
    describe(all, WEST, shared, predicates);
    more.forEach(
        (name, value) -> {
          all.setProperty(name, value);
          if (value.isEmpty()) {
            all.remove(name);
          }
        });
    try (Writer writer = Files.newBufferedWriter(file())) {
      all.store(writer, null);
    }
    settings = new SettingsLoader(Registry.KINDS.all(), Map.of()).load(file());
    grant(EAST, WEST);
  }

  /** The case of that name below {@code postgres/cases}: its SQL, and its predicates if it has. */
  public static SchemaCase of(String name) throws SQLException, IOException {
    return of(name, Map.of());
  }

  /** The same with settings over those of the fixture. */
  public static SchemaCase of(String name, Map<String, String> more)
      throws SQLException, IOException {
    return new SchemaCase(CaseFiles.sql(name), CaseFiles.predicates(name), false, more);
  }

  /** The same where us_west is shared, and acme's rows join those of others. */
  public static SchemaCase shared(String name) throws SQLException, IOException {
    return new SchemaCase(CaseFiles.sql(name), CaseFiles.predicates(name), true, Map.of());
  }

  private void describe(Properties all, String cell, boolean shared, String predicates)
      throws IOException {
    String prefix = "rehome.cell." + cell + ".postgres.";
    all.setProperty(prefix + "schemas", "public");
    all.setProperty(prefix + "isolation", shared ? "row" : "database");
    if (shared) {
      all.setProperty(prefix + "tenant-column", "tenant_id");
      if (!predicates.isEmpty()) {
        Path file = Files.writeString(directory.resolve("predicates.yaml"), predicates);
        all.setProperty(prefix + "predicates-file", file.toString());
      }
    }
  }

  /** Its {@code application.properties}, for a command in a process of its own. */
  public Path file() {
    return directory.resolve("application.properties");
  }

  public Settings settings() {
    return settings;
  }

  /** What {@code plan} finds for the move from us_east to us_west. */
  public List<Finding> plan() {
    return plan(job(EAST, WEST));
  }

  public List<Finding> plan(Job job) {
    try (Wiring wiring = Assembly.wire(settings, Optional.empty())) {
      return wiring.preflight().findAll(Move.asked("plan-1", job));
    }
  }

  /** The lines of the findings of {@link #plan} that would refuse the move. */
  public List<String> blocking() {
    return plan().stream().filter(Finding::blocks).map(Finding::line).toList();
  }

  /** Runs at each cell, as its administrator, the SQL that a plan prints for it. */
  public void grant(String from, String to) throws SQLException {
    Job job = job(from, to);
    Object sql = new Plans(job, plan(job), List.of(), "not asked for", 1).map().get("sql");
    for (Map.Entry<?, ?> ofCell : ((Map<?, ?>) sql).entrySet()) {
      for (Object statement : (List<?>) ofCell.getValue()) {
        run((String) ofCell.getKey(), (String) statement);
      }
    }
  }

  /** A job of acme with an id that is new. */
  public Job job(String from, String to) {
    jobs++;
    return new Job("j" + jobs, Tenant.named("acme"), from, to, Options.NONE, "test");
  }

  /** Moves acme from us_east to us_west; the outcome once its fate is decided. */
  public Submitted move() {
    return move(job(EAST, WEST));
  }

  public Submitted move(Job job) {
    try (Mover mover = new Mover(settings)) {
      return mover.move(job);
    }
  }

  /**
   * Moves acme from us_east to us_west.
   *
   * @throws AssertionError with what it ended as, if it did not get there
   */
  public void moved() {
    moved(move());
  }

  /** The same from us_west to us_east, after what {@code plan} prints for that was granted. */
  public void movedBack() throws SQLException {
    grant(WEST, EAST);
    moved(WEST, EAST);
  }

  /** The same from a cell to another, with the rights that the mover has. */
  public void moved(String from, String to) {
    moved(move(job(from, to)));
  }

  private static void moved(Submitted done) {
    if (done.word().filter(Submitted.Word.MOVED::equals).isEmpty()) {
      throw new AssertionError(done.word() + ": " + done.message());
    }
  }

  /**
   * Purges every cell that acme has left.
   *
   * @throws dev.rehome.model.MoveFailed when it cannot go on
   */
  public Purged purge() {
    return Purging.purge(settings, "acme");
  }

  /** As the superuser, at a cell. */
  public void run(String cell, String sql) throws SQLException {
    try (Connection connection = connect(cell)) {
      CaseServers.execute(connection, sql);
    }
  }

  /** The answer, a line for each row, its values with bars between; as the superuser. */
  public List<String> ask(String cell, String question) throws SQLException {
    try (Connection connection = connect(cell)) {
      return CaseServers.lines(connection, question);
    }
  }

  /** What the application writes at a cell, as the tables' owner: empty, or the SQLSTATE. */
  public String write(String cell, String sql) throws SQLException {
    try (Connection connection = servers.owner(cell);
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try {
        statement.execute(sql);
        return "";
      } catch (SQLException e) {
        return String.valueOf(e.getSQLState());
      }
    }
  }

  /** A superuser's session at a cell, or at {@code control}. */
  public Connection connect(String cell) throws SQLException {
    return servers.connect(cell);
  }

  /** Drops the databases and the mover. */
  @Override
  public void close() throws SQLException {
    servers.drop();
  }
}
