package dev.rehome.journal;

import dev.rehome.journal.books.Checks;
import dev.rehome.journal.books.Manifest;
import dev.rehome.journal.door.Journal;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.model.Chunk;
import dev.rehome.model.Itinerary;
import dev.rehome.model.Job;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import dev.rehome.model.Tenant;
import dev.rehome.model.Verdict;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.store.Plan;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real control store for the tests of a class ({@code @RegisterExtension static final}), and
 * moves in it that are driven by hand, as a worker drives them: no store is touched.
 */
final class JournalBook implements BeforeAllCallback, AfterAllCallback {
  static final String FROM = "a";
  static final String TO = "b";
  static final List<String> COMPONENTS = List.of("postgres", "objects");

  private static final Duration LENGTH = Duration.ofSeconds(60);

  private Path directory;
  private PostgresServer server;
  private ControlStore control;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("rehome-journal-");
    server = PostgresServer.start(directory.resolve("control"), Map.of());
    control = ControlStore.open(server.superuser());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    control.close();
    server.close();
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  ControlStore control() {
    return control;
  }

  PostgresServer server() {
    return server;
  }

  Journal journal() {
    return new Journal(control, List.of());
  }

  /** A move that nobody has taken; its id. */
  String submit(String tenant, Options options) {
    return new Submissions(control)
        .submit(new Job("j-" + tenant, Tenant.named(tenant), FROM, TO, options, "test"))
        .move()
        .orElseThrow();
  }

  /** Takes a move whose lease is free, by the statement of the route {@code claim}. */
  Move claim(String move, Leases leases) {
    String sql = text("/sql/claim.sql").replaceAll(":#(\\w+)", ":$1");
    record Claimed(String move, long epoch) {}
    Claimed claimed =
        control.call(
            jdbc ->
                jdbc.sql(sql)
                    .params(leases.terms(Optional.of(move), List.of(), LENGTH))
                    .query((row, n) -> new Claimed(row.getString(1), row.getLong(2)))
                    .single());
    return leases.claimed(claimed.move(), claimed.epoch());
  }

  /** A move of a tenant of its own, taken. */
  Move begun(String tenant, Options options) {
    return claim(submit(tenant, options), new Leases(control, "test"));
  }

  /** The next worker takes it from one that is dead. */
  Move takenOver(Move move) {
    Leases leases = new Leases(control, "test");
    leases.release(move, Duration.ZERO);
    return claim(move.id(), leases);
  }

  /** A move that has this as its last record, with all that belongs to it. */
  Move at(String tenant, Phase phase, Mark mark) {
    return to(begun(tenant, Options.NONE), phase, mark);
  }

  /** Drives it on to the record, over every one before it. */
  Move to(Move move, Phase phase, Mark mark) {
    Move now = move;
    for (Phase next : Itinerary.of(move.options()).phases()) {
      now = write(now, next, Mark.INTENT);
      if (next == phase && mark == Mark.INTENT) {
        return now;
      }
      if (next == Phase.COPY) {
        COMPONENTS.forEach(component -> ahead(move, component));
      }
      if (next == Phase.SNAPSHOT) {
        COMPONENTS.forEach(component -> copied(move, component));
        COMPONENTS.forEach(component -> proven(move, component));
      }
      now = write(now, next, Mark.DURABLE);
      if (next == phase) {
        return now;
      }
    }
    throw new IllegalArgumentException("there is no " + phase + " " + mark);
  }

  /** A tenant that was moved. */
  Move done(String tenant) {
    return at(tenant, Phase.RESUME, Mark.DURABLE);
  }

  /** One record, as a worker would write it. */
  Move write(Move move, Phase phase, Mark mark) {
    boolean concluded = phase == Phase.PREFLIGHT && mark == Mark.DURABLE;
    return journal()
        .advance(move, phase, mark, concluded ? Roster.note("", COMPONENTS) : Note.NONE);
  }

  /** Copied in COPY: one chunk. */
  void ahead(Move move, String component) {
    Chunk only = chunk(move, component, "c0").ahead();
    new Manifest(control).plan(move, component, Phase.COPY, new Plan(List.of(only), List.of(), ""));
    receipt(move, component, "c0");
  }

  /** A plan of two chunks and two checks, under the fence. */
  void planned(Move move, String component) {
    new Manifest(control)
        .plan(
            move,
            component,
            Phase.SNAPSHOT,
            new Plan(
                List.of(chunk(move, component, "c1"), chunk(move, component, "c2")),
                List.of(check(component, "rows"), check(component, "digest")),
                "0/1"));
  }

  private static Chunk chunk(Move move, String component, String id) {
    return new Chunk(move.id(), component, id, 0, Map.of());
  }

  private static PlannedCheck check(String component, String name) {
    return new PlannedCheck(component, name, "t");
  }

  /** Planned, with every receipt. */
  void copied(Move move, String component) {
    planned(move, component);
    receipt(move, component, "c1");
    receipt(move, component, "c2");
  }

  void receipt(Move move, String component, String chunk) {
    new Manifest(control).confirm(move, new Receipt(move.id(), component, chunk, 1, 10, "00"));
  }

  /** Every check passed, at the move's epoch. */
  void proven(Move move, String component) {
    verdict(move, component, "rows", true);
    verdict(move, component, "digest", true);
  }

  void verdict(Move move, String component, String name, boolean passed) {
    new Checks(control)
        .record(
            move, List.of(new Verdict(check(component, name), passed, "1", passed ? "1" : "2")));
  }

  /** One statement of a saboteur, as the owner of the tables. */
  void sabotage(String sql) {
    try (Connection owner = server.connect("postgres");
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String text(String resource) {
    try (var in = JournalBook.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
