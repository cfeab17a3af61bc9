package dev.rehome.postgres.artifact;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.Receipt;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.schema.dump.SchemaText;
import dev.rehome.postgres.schema.dump.SourceSchema;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.Detail;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.settings.Settings;
import dev.rehome.throttle.Throttle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The point-in-time backup of the tenant, a directory of files, written in the same read as the
 * copy. A file of rows is durable before the target's transaction that wrote the same rows commits,
 * and is entered in the target's book by that transaction. One chunk after the rows completes it;
 * one check, hence every epoch, looks whether all of it is here, and makes it whole where it is
 * not. Thread safe.
 */
public final class Artifact {
  /** The chunk's id, and the check's name. */
  public static final String ID = "artifact";

  /** The id of the chunk that keeps the schema. */
  public static final String SCHEMA = "artifact/schema";

  /** In most moves beside the indexes: nothing waits for it. */
  private static final int AFTER_THE_ROWS = 3;

  private final PostgresCells cells;
  private final Settings settings;
  private final Ledger ledger;
  private final SourceSnapshot snapshot;
  private final Function<String, Throttle> throttles;
  private final RowFiles files;

  public Artifact(
      PostgresCells cells,
      Settings settings,
      Ledger ledger,
      SourceSnapshot snapshot,
      Function<String, Throttle> throttles,
      Consumer<Move> confirm) {
    this.cells = cells;
    this.settings = settings;
    this.ledger = ledger;
    this.snapshot = snapshot;
    this.throttles = throttles;
    this.files = new RowFiles(settings.snapshots(), confirm);
  }

  /** Whether the move has one. The plan says so for good, also if the setting changes. */
  public boolean wanted(Move move) {
    return settings.snapshotWrite() && !move.options().mirrored() && !move.options().rehearsal();
  }

  /** Where the rows of a planned chunk go besides. */
  public Aside rows() {
    return files;
  }

  /** The chunks of a plan's rows with their files' names, and the one that keeps the schema. */
  public List<Chunk> ahead(Move move, Scope scope, SourceSchema schema, List<Chunk> rows) {
    List<Chunk> chunks = new ArrayList<>(FileNames.number(rows, scope));
    chunks.add(new Chunk(move.id(), "postgres", SCHEMA, 0, Completion.spec(schema.text())).ahead());
    return chunks;
  }

  /** The chunk that completes it, under the fence. */
  public Chunk plan(Move move, String position) {
    return new Chunk(
        move.id(), "postgres", ID, AFTER_THE_ROWS, Map.of("kind", ID, "position", position));
  }

  /** Keeps the scripts of the schema in the target's book: pg_dump is slow, and is run once. */
  public Receipt keepSchema(Move move, Chunk chunk) {
    return ledger.once(
        move, chunk, target -> Copied.NOTHING.withDetail(Detail.write(chunk.spec())));
  }

  private SchemaText schema(Move move, Scope scope) {
    return ledger
        .detail(move, SCHEMA)
        .map(detail -> Completion.schema(Detail.read(detail)))
        .orElseGet(() -> new SourceSchema(cells.source(move), move, scope).text());
  }

  /** The check that all of it is here. */
  public PlannedCheck check(Move move) {
    return new PlannedCheck("postgres", ID, "tenant " + move.tenant().name());
  }

  /** Completes it. */
  public Receipt complete(Move move, Chunk chunk, Scope scope) {
    // one of a version that planned all at once has the scripts in itself
    SchemaText schema =
        chunk.spec().containsKey("before") ? Completion.schema(chunk.spec()) : schema(move, scope);
    String position = Completion.position(chunk.spec());
    return ledger.once(
        move,
        chunk,
        target -> {
          completion(move, scope, schema, position).run(target);
          return Copied.NOTHING.withDetail(Detail.write(Map.of("position", position)));
        });
  }

  /** What the book says against what is here; what an older worker left elsewhere is made again. */
  public Verdict check(Move move, Scope scope, PlannedCheck check) {
    return ledger.held(
        move,
        target -> {
          Inspector inspector = new Inspector(files.folder(move), move);
          if (!inspector.faults(ArtifactEntries.read(target, move)).isEmpty()) {
            String position =
                ledger
                    .detail(move, ID)
                    .map(detail -> Completion.position(Detail.read(detail)))
                    .orElse("");
            completion(move, scope, schema(move, scope), position).run(target);
            snapshot.close(move);
          }
          List<Entry> entries = ArtifactEntries.read(target, move);
          List<String> faults = inspector.faults(entries);
          String expected =
              "%d files, %d rows"
                  .formatted(entries.size(), entries.stream().mapToLong(Entry::count).sum());
          return new Verdict(
              check,
              faults.isEmpty(),
              expected,
              faults.isEmpty() ? expected : String.join("; ", faults));
        });
  }

  private Completion completion(Move move, Scope scope, SchemaText schema, String position) {
    return new Completion(
        cells.source(move),
        snapshot,
        files,
        throttles.apply(move.source()),
        move,
        scope,
        schema,
        position);
  }

  /**
   * For the way back: removes what is on this machine, unless the cutover had begun: then it stays.
   */
  public void discard(Move move) {
    if (!stays(move)) {
      remove(move);
    }
  }

  /** For a move that has ended well: removes it, unless the job keeps it. */
  public void reap(Move move) {
    if (!move.options().keepSnapshot()) {
      remove(move);
    }
  }

  private void remove(Move move) {
    files.release(move);
    Folder.of(settings.snapshots(), move).remove();
    FailPoint.ARTIFACT_REMOVED.reached();
  }

  private static boolean stays(Move move) {
    return move.position().phase() == Phase.CUTOVER;
  }

  /** A line that says where it is, if it outlives the move and is on this machine; else nothing. */
  public String kept(Move move) {
    boolean undone = move.position().undo() != Undo.NONE;
    boolean kept = undone ? stays(move) : move.options().keepSnapshot();
    Folder folder = Folder.of(settings.snapshots(), move);
    return kept && folder.there()
        ? "the artifact is in " + folder.path().toAbsolutePath().normalize()
        : "";
  }

  /** This process has no more to do with the move. */
  public void release(Move move) {
    files.release(move);
  }
}
