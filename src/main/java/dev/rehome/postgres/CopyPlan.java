package dev.rehome.postgres;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.postgres.artifact.Artifact;
import dev.rehome.postgres.copy.ChunkPlanner;
import dev.rehome.postgres.copy.References;
import dev.rehome.postgres.copy.ReferencesAgain;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.copy.finish.Before;
import dev.rehome.postgres.copy.finish.Finish;
import dev.rehome.postgres.copy.finish.Raise;
import dev.rehome.postgres.copy.plan.SmallTables;
import dev.rehome.postgres.schema.apply.SchemaChunks;
import dev.rehome.postgres.schema.dump.SourceSchema;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.settings.Limits;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The chunks of a move that copies: schema, rows, artifact, and what comes after them. */
record CopyPlan(PostgresCells cells, Limits limits, SourceSnapshot snapshot, Artifact artifact) {
  /** After the rows' wave, also where there was no COPY and the tables came in that one. */
  private static final int AGAIN_WAVE = 2;

  /** Where the source stands now. */
  String position(Move move) {
    return cells
        .source(move)
        .with(
            source -> {
              try (Statement statement = source.createStatement();
                  ResultSet row =
                      statement.executeQuery("SELECT pg_catalog.pg_current_wal_lsn()::text")) {
                row.next();
                return row.getString(1);
              }
            });
  }

  /**
   * What is known without a fence: all but where the sequences stand, and where the source does. Of
   * COPY is what needs no row of the tenant; of tables with few of them the indexes, and the guard.
   * Reads both catalogs; changes nothing.
   */
  List<Chunk> ahead(Move move, Scope scope) {
    SourceSchema schema = new SourceSchema(cells.source(move), move, scope);
    List<Chunk> definitions =
        SchemaChunks.plan(cells.source(move), cells.target(move), move, scope, schema);
    boolean shared = cells.target(move).shared();
    return snapshot.read(
        move,
        source -> {
          Map<TableName, Long> few = SmallTables.rows(source, scope, move.tenant().id());
          Set<TableName> small = SmallTables.names(scope, few.keySet());
          Set<TableName> indexed = SmallTables.names(scope, andUnfenced(few.keySet(), scope));
          List<Chunk> chunks = new ArrayList<>();
          for (Chunk chunk : definitions) {
            chunks.add(SchemaChunks.needsNoRows(chunk, indexed) ? chunk.ahead() : chunk);
          }
          if (definitions.stream().anyMatch(chunk -> chunk.id().equals(SchemaChunks.QUIET))) {
            chunks.add(Before.plan(Finish.plan(source, move, scope, shared)).ahead());
          }
          List<Chunk> rows =
              new ChunkPlanner(limits.chunkBytesMax(), shared).plan(source, move, scope, few);
          List<Chunk> kept =
              artifact.wanted(move) ? artifact.ahead(move, scope, schema, rows) : rows;
          for (Chunk chunk : kept) {
            if (chunk.id().equals(References.ID)) {
              Chunk references = shared ? Raise.noted(source, scope, chunk) : chunk;
              chunks.add(references.ahead());
              chunks.add(ReferencesAgain.after(references, AGAIN_WAVE));
            } else {
              chunks.add(chunk);
            }
          }
          chunks.add(Prepared.chunk(move, scope, small));
          return chunks;
        });
  }

  /** With those whose rows come in COPY, and are found by their keys under the fence. */
  private static Set<TableName> andUnfenced(Set<TableName> few, Scope scope) {
    Set<TableName> all = new HashSet<>(few);
    scope.tables().stream()
        .filter(table -> !table.reach().fenced())
        .map(ScopedTable::source)
        .forEach(all::add);
    return all;
  }

  /** What is to be proven beside the rows. */
  List<PlannedCheck> checks(Move move) {
    return artifact.wanted(move) ? List.of(artifact.check(move)) : List.of();
  }

  /** What is known under the fence only. Reads the source; changes nothing. */
  List<Chunk> fenced(Move move, Scope scope, String position) {
    boolean shared = cells.target(move).shared();
    List<Chunk> chunks = new ArrayList<>();
    chunks.add(cells.source(move).with(source -> Finish.plan(source, move, scope, shared)));
    if (artifact.wanted(move)) {
      chunks.add(artifact.plan(move, position));
    }
    return chunks;
  }
}
