package dev.rehome.postgres;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.postgres.artifact.Artifact;
import dev.rehome.postgres.copy.ChunkPlanner;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.copy.finish.Before;
import dev.rehome.postgres.copy.finish.Finish;
import dev.rehome.postgres.schema.apply.SchemaChunks;
import dev.rehome.postgres.schema.dump.SourceSchema;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.settings.Limits;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The chunks of a move that copies: schema, rows, artifact, and what comes after them. */
record CopyPlan(PostgresCells cells, Limits limits, SourceSnapshot snapshot, Artifact artifact) {
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

  /** Reads both catalogs; changes nothing. */
  List<Chunk> chunks(Move move, Scope scope, String position) {
    SourceSchema schema = new SourceSchema(cells.source(move), move, scope);
    List<Chunk> chunks =
        new ArrayList<>(
            SchemaChunks.plan(cells.source(move), cells.target(move), move, scope, schema));
    boolean shared = cells.target(move).shared();
    boolean filled = chunks.stream().anyMatch(chunk -> chunk.id().equals(SchemaChunks.QUIET));
    snapshot.read(
        move,
        source -> {
          List<Chunk> rows =
              new ChunkPlanner(limits.chunkBytesMax(), shared).plan(source, move, scope);
          chunks.addAll(
              artifact.wanted(move) ? artifact.plan(move, scope, schema, position, rows) : rows);
          Chunk last = Finish.plan(source, move, scope, shared);
          if (filled) {
            chunks.add(Before.plan(last));
          }
          return chunks.add(last);
        });
    return chunks;
  }
}
