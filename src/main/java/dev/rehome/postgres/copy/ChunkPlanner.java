package dev.rehome.postgres.copy;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.copy.plan.KeyRanges;
import dev.rehome.postgres.copy.plan.Relation;
import dev.rehome.postgres.copy.plan.RowsChunk;
import dev.rehome.postgres.copy.plan.RowsChunk.Blocks;
import dev.rehome.postgres.copy.plan.SchemaList;
import dev.rehome.postgres.copy.plan.TableSql;
import dev.rehome.postgres.copy.shared.LiveRows;
import dev.rehome.postgres.copy.shared.LiveTables;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts the rows of a scope into chunks of wave 1.
 *
 * <ul>
 *   <li>All reference tables and shared ones are one chunk, {@code references}.
 *   <li>Where many tables have few rows, many of them are one chunk: to begin and end a chunk takes
 *       longer than to copy them. Where few tables have, they are copied side by side; and so they
 *       are in a target that others share, which counts by table what the move wrote there.
 *   <li>Tables that are moved whole are cut by blocks, each partition on its own: no index is
 *       needed, and the rows go in through the root of the target, which sorts them.
 *   <li>Other tables, and all before PostgreSQL 14, which reads the whole table for a range of
 *       blocks, are cut by their primary key, and only if they are larger than a chunk.
 *   <li>Without a key they are one chunk.
 *   <li>In a target that others share, tables that a predicate reaches come in wave 2, after those
 *       that it reads: until then the undo could not tell their rows (see {@link LiveRows}).
 * </ul>
 */
public final class ChunkPlanner {
  static final int WAVE = 1;
  private static final int AFTER_WHAT_PREDICATES_READ = 2;
  private static final int BLOCK_RANGES_SINCE = 14;
  private static final int SMALL_LEAST = 12;
  private static final int SMALL_TABLES_MAX = 50;
  private static final long SMALL_ROWS_MAX = 5_000;

  private final long chunkBytesMax;
  private final boolean shared;

  /**
   * A planner.
   *
   * @param chunkBytesMax how many bytes of rows a chunk is to hold, about; at least 1
   * @param shared whether neighbours write to the target's tables
   */
  public ChunkPlanner(long chunkBytesMax, boolean shared) {
    this.chunkBytesMax = chunkBytesMax;
    this.shared = shared;
  }

  /**
   * The chunks of the rows, read under the snapshot of {@code source}. Changes nothing.
   *
   * @param rows about how many rows the tenant has in tables that are small, by their source names
   */
  public List<Chunk> plan(Connection source, Move move, Scope scope, Map<TableName, Long> rows)
      throws SQLException {
    Map<TableName, Long> gathered = shared || rows.size() < SMALL_LEAST ? Map.of() : rows;
    List<TableSql> small = new ArrayList<>();
    SearchPath.set(source, SearchPath.source(scope));
    boolean blocks = source.getMetaData().getDatabaseMajorVersion() >= BLOCK_RANGES_SINCE;
    List<Chunk> chunks = new ArrayList<>();
    List<TableSql> references = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ScopedTable table : scope.tables()) {
      if (!seen.add(table.source().toString())) {
        throw new MoveFailed(
            "two tables are both spelled " + table.source() + "; rename one, or exclude it");
      }
      TableSql sql = new TableSql(table, move.tenant().id());
      if (!table.reach().fenced()) {
        references.add(sql);
      } else if (gathered.containsKey(table.source()) && table.objectColumns().isEmpty()) {
        small.add(sql);
      } else {
        List<RowsChunk> cut = cut(source, sql, blocks);
        for (int i = 0; i < cut.size(); i++) {
          String id = "rows/" + table.source() + "/" + i;
          chunks.add(chunk(move, scope, id, wave(table), cut.get(i).spec()));
        }
      }
    }
    List<List<TableSql>> groups = groups(small, gathered);
    for (int i = 0; i < groups.size(); i++) {
      chunks.add(chunk(move, scope, SmallRows.ID + i, WAVE, SmallRows.spec(groups.get(i))));
    }
    if (!references.isEmpty()) {
      chunks.add(chunk(move, scope, References.ID, WAVE, References.spec(references)));
    }
    return chunks;
  }

  private static List<List<TableSql>> groups(List<TableSql> tables, Map<TableName, Long> rows) {
    List<List<TableSql>> groups = new ArrayList<>();
    List<TableSql> last = List.of();
    long filled = 0;
    for (TableSql table : tables) {
      long more = rows.get(table.table().source());
      if (last.isEmpty() || last.size() == SMALL_TABLES_MAX || filled + more > SMALL_ROWS_MAX) {
        last = new ArrayList<>();
        groups.add(last);
        filled = 0;
      }
      last.add(table);
      filled += more;
    }
    return groups;
  }

  private int wave(ScopedTable table) {
    return shared && table.reach() instanceof Reach.ByPredicate ? AFTER_WHAT_PREDICATES_READ : WAVE;
  }

  private Chunk chunk(Move move, Scope scope, String id, int wave, Map<String, String> spec) {
    Map<String, String> all = new LinkedHashMap<>(spec);
    if (shared) {
      LiveTables.mark(all);
    }
    SchemaList.put(all, scope);
    return new Chunk(move.id(), "postgres", id, wave, all);
  }

  private List<RowsChunk> cut(Connection source, TableSql sql, boolean blocks) throws SQLException {
    List<Relation> leaves = new ArrayList<>();
    for (ScopedTable.Leaf leaf : sql.table().leaves()) {
      if (!leaf.partitioned()) {
        leaves.add(Relation.read(source, leaf.name()));
      }
    }
    if (blocks && sql.table().reach() instanceof Reach.Whole) {
      return leaves.stream().flatMap(leaf -> byBlocks(sql, leaf).stream()).toList();
    }
    boolean small = leaves.stream().mapToLong(Relation::bytes).sum() <= chunkBytesMax;
    List<String> ranges =
        small || sql.table().key().isEmpty()
            ? List.of("true")
            : new KeyRanges(sql).read(source, chunkBytesMax);
    return ranges.stream()
        .map(range -> rows(sql, sql.select(range), sql.original(range), Blocks.NONE))
        .toList();
  }

  private List<RowsChunk> byBlocks(TableSql sql, Relation leaf) {
    String relation = leaf.name().sql();
    String only = "ONLY " + relation;
    Blocks blocks =
        new Blocks(
            relation,
            leaf.filenode(),
            sql.select(only, "true"),
            sql.original(only, "true"),
            sql.table().only() + sql.table().target().sql());
    return leaf.ranges(chunkBytesMax).stream()
        .map(range -> rows(sql, sql.select(only, range), sql.original(only, range), blocks))
        .toList();
  }

  private static RowsChunk rows(TableSql sql, String select, String original, Blocks blocks) {
    return new RowsChunk(
        sql.table().source().toString(), select, original, sql.into(), sql.binary(), blocks);
  }
}
