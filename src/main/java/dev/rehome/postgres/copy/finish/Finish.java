package dev.rehome.postgres.copy.finish;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.copy.ledger.WritePass;
import dev.rehome.postgres.copy.plan.SchemaList;
import dev.rehome.postgres.copy.shared.LiveTables;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.Detail;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done to the target after its rows, indexes and triggers are there: writes are tried on
 * every table, tables are vacuumed and analyzed, and the sequences set, last, from where the source
 * stands by then. In tables that neighbours write to, their writes are the trial, and {@link Raise}
 * has seen to the sequences.
 */
public final class Finish {
  /** The chunk's id; its receipt's detail maps each sequence to the source's next value then. */
  public static final String ID = "finish";

  static final int WAVE = 4;

  private static final String FILLED =
      """
      SELECT t.name FROM pg_catalog.unnest(?::text[]) AS t (name)
      WHERE pg_catalog.pg_relation_size(t.name::regclass) > 0
        OR EXISTS (SELECT FROM pg_catalog.pg_partition_tree(t.name::regclass) part
          WHERE pg_catalog.pg_relation_size(part.relid) > 0)
      """;

  private final PostgresCells cells;
  private final Ledger ledger;
  private final WritePass admission;

  public Finish(PostgresCells cells, Ledger ledger, WritePass admission) {
    this.cells = cells;
    this.ledger = ledger;
    this.admission = admission;
  }

  /** The chunk, with where the sequences stand now. */
  public static Chunk plan(Connection source, Move move, Scope scope, boolean shared)
      throws SQLException {
    Map<String, String> spec = new LinkedHashMap<>();
    spec.put("kind", ID);
    if (shared) {
      LiveTables.mark(spec);
    }
    SchemaList.put(spec, scope);
    int tables = 0;
    for (ScopedTable table : scope.tables()) {
      spec.put("table." + tables++, table.target().sql());
    }
    List<TableName> sequences = Sequences.read(source, scope);
    List<SequenceState> states =
        SequenceState.read(source, sequences.stream().map(TableName::sql).toList());
    for (int i = 0; i < sequences.size(); i++) {
      spec.put("sequence." + i, sequences.get(i).toString());
      spec.put("from." + i, sequences.get(i).sql());
      spec.put("to." + i, target(scope, sequences.get(i)).sql());
      spec.put("next." + i, states.get(i).next().toString());
    }
    return new Chunk(move.id(), "postgres", ID, WAVE, spec);
  }

  static TableName target(Scope scope, TableName source) {
    return scope.schemas().stream()
        .filter(pair -> pair.source().equals(source.schema()))
        .findFirst()
        .map(pair -> new TableName(pair.target(), source.table()))
        .orElseThrow();
  }

  /** Does it once. A second call, before the receipt, sets the sequences from the source again. */
  public Receipt run(Move move, Chunk chunk) {
    if (!LiveTables.marked(chunk)) {
      vacuum(move, chunk);
    }
    return ledger.once(
        move,
        chunk,
        target -> {
          if (LiveTables.marked(chunk)) {
            SearchPath.set(target, SchemaList.target(chunk));
            LiveTables.analyze(target, chunk);
            return Copied.NOTHING.withDetail(next(chunk.spec(), source(cells, move, chunk.spec())));
          }
          SearchPath.set(target, SchemaList.target(chunk));
          admission.admit(target, move.tenant().id());
          Map<String, String> spec = chunk.spec();
          FirstWrites.attempt(move.target(), target, tables(spec));
          return Copied.NOTHING.withDetail(setSequences(move, target, spec));
        });
  }

  /**
   * Outside of any transaction, as the server demands, and harmless if it comes twice: rows become
   * known as visible to all, so that an index alone answers the proof, and the application after it
   * (for 5 million keys that were not copied in their order, a sort of several seconds less).
   */
  private void vacuum(Move move, Chunk chunk) {
    ledger.confirm(move);
    cells
        .target(move)
        .with(
            target -> {
              SearchPath.begin(target, SchemaList.target(chunk));
              try (Statement statement = target.createStatement()) {
                vacuum(statement, Rows.strings(target, FILLED, tables(chunk.spec())));
              } finally {
                SearchPath.end(target);
              }
              return null;
            });
  }

  /**
   * From 17 on the server looks names up nowhere while it analyzes: an index whose function has
   * such names in its text then has no statistics, there as at the source.
   */
  private static void vacuum(Statement statement, List<String> tables) throws SQLException {
    if (tables.isEmpty()) {
      return;
    }
    try {
      statement.execute("VACUUM (ANALYZE) " + String.join(", ", tables));
    } catch (SQLException e) {
      if (!LiveTables.ofUnknownName(e)) {
        throw e;
      }
      if (tables.size() == 1) {
        statement.execute("VACUUM " + tables.get(0));
        return;
      }
      for (String table : tables) {
        vacuum(statement, List.of(table));
      }
    }
  }

  private static List<String> tables(Map<String, String> spec) {
    List<String> tables = new ArrayList<>();
    for (int i = 0; spec.containsKey("table." + i); i++) {
      tables.add(spec.get("table." + i));
    }
    return tables;
  }

  private String setSequences(Move move, Connection target, Map<String, String> spec)
      throws SQLException {
    List<SequenceState> source = source(cells, move, spec);
    int headroom = cells.target(move).settings().sequenceHeadroom();
    List<String> sets = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      sets.add(source.get(i).ahead(headroom).set(spec.get("to." + i)));
    }
    try (Statement statement = target.createStatement()) {
      statement.execute(String.join("; ", sets));
    }
    FailPoint.COPY_SEQUENCES_SET.reached();
    return next(spec, source);
  }

  /** Where the source's sequences stand now, in the spec's order. */
  static List<SequenceState> source(PostgresCells cells, Move move, Map<String, String> spec) {
    List<String> names = new ArrayList<>();
    for (int i = 0; spec.containsKey("from." + i); i++) {
      names.add(spec.get("from." + i));
    }
    return names.isEmpty()
        ? List.of()
        : cells.source(move).with(source -> SequenceState.read(source, names));
  }

  private static String next(Map<String, String> spec, List<SequenceState> source) {
    Map<String, String> next = new LinkedHashMap<>();
    for (int i = 0; i < source.size(); i++) {
      next.put(spec.get("sequence." + i), source.get(i).next().toString());
    }
    return Detail.write(next);
  }
}
