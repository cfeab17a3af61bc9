package dev.rehome.postgres.proof;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.proof.BothSides.Answers;
import dev.rehome.postgres.scope.ObjectColumn;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.store.objects.ObjectBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The checks of the rows: which there are, and their verdicts. Each reads the source after the copy
 * as its {@link SourceView} shows it, and the target by the same words. Thread safe; two sessions a
 * check.
 */
public final class PostgresProof {
  private static final String REWRITTEN = "object-references";
  private static final String EXIST = "objects-exist";
  private static final String SEQUENCES = "sequences";

  private final PostgresCells cells;
  private final SourceView view;
  private final Noted noted;
  private final Renamed renamed;
  private final ObjectBook book;

  /** What was noted at planning or copying time, by the name of the thing. */
  @FunctionalInterface
  public interface Noted {
    /**
     * The notes of one check.
     *
     * @param check {@code sequences}: each sequence's next value; {@code references}: each table's
     *     {@link RowDigest}. Empty when nothing was copied: the source of now counts then.
     */
    Map<String, String> of(Move move, String check);
  }

  /** Gives conditions of the source's configuration the target's names. */
  @FunctionalInterface
  public interface Renamed {
    UnaryOperator<String> of(Move move, Scope scope);
  }

  /**
   * A proof.
   *
   * @param book the objects that a move takes along
   */
  public PostgresProof(
      PostgresCells cells, SourceView view, Noted noted, Renamed renamed, ObjectBook book) {
    this.book = book;
    this.cells = cells;
    this.view = view;
    this.noted = noted;
    this.renamed = renamed;
  }

  /**
   * The checks of a scope.
   *
   * @param sequences by their source names
   * @param shared whether the target has other tenants' rows in its tables
   * @param small about how many rows the tenant has in tables that are small: they are asked
   *     together
   */
  public List<PlannedCheck> plan(
      Scope scope, List<TableName> sequences, boolean shared, Map<TableName, Long> small) {
    List<PlannedCheck> checks = new ArrayList<>();
    Batches batches = Batches.of(scope, small);
    for (ScopedTable table : scope.tables()) {
      for (String name : names(table, shared)) {
        String batch = ManyTables.CHECKS.contains(name) ? batches.of(table) : "";
        checks.add(new PlannedCheck("postgres", name, table.source().toString(), batch));
      }
      for (ObjectColumn column : table.objectColumns()) {
        String subject = subject(table, column);
        checks.add(new PlannedCheck("postgres", REWRITTEN, subject));
        checks.add(new PlannedCheck("postgres", EXIST, subject));
      }
    }
    for (TableName sequence : sequences) {
      checks.add(new PlannedCheck("postgres", SEQUENCES, sequence.toString(), SEQUENCES));
    }
    return checks;
  }

  private static List<String> names(ScopedTable table, boolean shared) {
    if (!table.reach().fenced()) {
      return table.reach() instanceof Reach.Shared && shared
          ? List.of("references", "orphans")
          : List.of("references");
    }
    List<String> names = new ArrayList<>(List.of("rows", "digest"));
    if (!table.key().isEmpty()) {
      names.add("keys");
    }
    if (shared) {
      names.addAll(List.of("neighbours", "orphans"));
    } else if (!(table.reach() instanceof Reach.Whole)) {
      names.add("strangers");
    }
    return names;
  }

  /** What the checks of one batch of {@link #plan} see now, in their order. */
  public List<Verdict> check(Move move, Scope scope, List<PlannedCheck> batch) {
    BothSides sides = new BothSides(cells, move, scope, view);
    PlannedCheck first = batch.get(0);
    if (first.name().equals(SEQUENCES)) {
      return new SequenceProof(sides, noted.of(move, SEQUENCES)).verdicts(batch);
    }
    if (first.batch().isEmpty()) {
      return batch.stream().map(check -> check(sides, check)).toList();
    }
    List<ScopedTable> tables =
        batch.stream().map(check -> scoped(sides, check)).distinct().toList();
    return new ManyTables(sides, tables(sides, tables)).verdicts(batch);
  }

  private Verdict check(BothSides sides, PlannedCheck check) {
    return switch (check.name()) {
      case "rows" -> verdict(check, table(sides, check).rows());
      case "keys" -> verdict(check, table(sides, check).keys());
      case "digest" -> verdict(check, table(sides, check).digest());
      case "strangers" -> {
        long strangers = table(sides, check).strangers();
        yield new Verdict(check, strangers == 0, "0", Long.toString(strangers));
      }
      case "neighbours" -> sharedTable(sides, check).neighbours(check);
      case "orphans" -> sharedTable(sides, check).orphans(check);
      case "references" ->
          !cells.target(sides.move()).shared()
              ? references(sides, check)
              : scoped(sides, check).reach() instanceof Reach.Shared
                  ? sharedTable(sides, check).needed(check, noted.of(sides.move(), "references"))
                  : sharedTable(sides, check).references(check);
      case REWRITTEN -> objectColumn(sides, check).rewritten(check);
      case EXIST -> objectColumn(sides, check).exist(check, book);
      default ->
          throw new MoveFailed(
              "postgres has no check named " + check.name() + " (of " + check.subject() + ")");
    };
  }

  private static Verdict verdict(PlannedCheck check, Answers<?> answers) {
    return new Verdict(
        check, answers.equal(), answers.source().toString(), answers.target().toString());
  }

  private static String subject(ScopedTable table, ObjectColumn column) {
    return table.source() + "." + column.name();
  }

  private ObjectColumnProof objectColumn(BothSides sides, PlannedCheck check) {
    for (ScopedTable table : sides.scope().tables()) {
      for (ObjectColumn column : table.objectColumns()) {
        if (subject(table, column).equals(check.subject())) {
          return new ObjectColumnProof(table(sides, table), column);
        }
      }
    }
    throw new MoveFailed(
        "%s: column %s was planned to hold references to objects, and does not any more"
            .formatted(sides.move().source(), check.subject()));
  }

  private TableProof table(BothSides sides, PlannedCheck check) {
    return table(sides, scoped(sides, check));
  }

  private TableProof table(BothSides sides, ScopedTable table) {
    return tables(sides, List.of(table)).get(0);
  }

  /** Asks the source's catalog once for all, and only where a predicate names something of it. */
  private List<TableProof> tables(BothSides sides, List<ScopedTable> tables) {
    boolean predicates = tables.stream().anyMatch(table -> table.reach().predicate().isPresent());
    UnaryOperator<String> names =
        predicates ? renamed.of(sides.move(), sides.scope()) : UnaryOperator.identity();
    boolean wholeTarget = !cells.target(sides.move()).shared();
    return tables.stream()
        .map(table -> new TableProof(sides, table, ofTenant(sides, table, names), wholeTarget))
        .toList();
  }

  private SharedTableProof sharedTable(BothSides sides, PlannedCheck check) {
    TableProof table = table(sides, check);
    return new SharedTableProof(sides, table.table(), table.ofTenant());
  }

  private static ScopedTable scoped(BothSides sides, PlannedCheck check) {
    return sides.scope().tables().stream()
        .filter(table -> table.source().toString().equals(check.subject()))
        .findFirst()
        .orElseThrow(
            () ->
                new MoveFailed(
                    "%s: table %s was planned, and is no longer there"
                        .formatted(sides.move().source(), check.subject())));
  }

  private static String ofTenant(BothSides sides, ScopedTable table, UnaryOperator<String> names) {
    String condition = table.reach().where(sides.move().tenant().id());
    return table.reach().predicate().isPresent() ? names.apply(condition) : condition;
  }

  private Verdict references(BothSides sides, PlannedCheck check) {
    String copied = noted.of(sides.move(), "references").get(check.subject());
    TableProof table = table(sides, check);
    return copied == null
        ? verdict(check, table.digest())
        : verdict(check, new Answers<>(copied, table.targetDigest()));
  }
}
