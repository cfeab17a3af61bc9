package dev.rehome.postgres;

import dev.rehome.digest.Sha256;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.Detail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was put into the target ahead: for which tables, as they were then. Its owner may have
 * changed them since, and what was planned for the old ones does not fit the new ones.
 *
 * @param tables each source table with a digest of its columns, key and partitions
 */
record Prepared(Map<String, String> tables) {
  /** The id of the last chunk of COPY; its receipt's detail says for which tables. */
  static final String ID = "prepared";

  /** After all that COPY makes. */
  private static final int WAVE = 3;

  private static final String TABLE = "table ";
  private static final String SMALL = "small ";

  /**
   * The chunk.
   *
   * @param small tables of the target whose guard is put up with it
   */
  static Chunk chunk(Move move, Scope scope, Set<TableName> small) {
    Map<String, String> spec = new LinkedHashMap<>();
    spec.put("kind", ID);
    of(scope).tables().forEach((table, digest) -> spec.put(TABLE + table, digest));
    scope.tables().stream()
        .map(ScopedTable::target)
        .filter(small::contains)
        .forEach(table -> spec.put(SMALL + table.sql(), ""));
    return new Chunk(move.id(), "postgres", ID, WAVE, spec).ahead();
  }

  /** Whether a guard is put up with it. */
  static boolean guards(Chunk chunk) {
    return chunk.spec().keySet().stream().anyMatch(key -> key.startsWith(SMALL));
  }

  static boolean small(Chunk chunk, ScopedTable table) {
    return chunk.spec().containsKey(SMALL + table.target().sql());
  }

  /** For the chunk's receipt. */
  static String detail(Chunk chunk) {
    return Detail.write(
        chunk.spec().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(TABLE))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().substring(TABLE.length()), Map.Entry::getValue)));
  }

  /** As the chunk's receipt has it; empty where there is none yet. */
  static Optional<Prepared> noted(Ledger ledger, Move move) {
    return ledger.detail(move, ID).map(detail -> new Prepared(Detail.read(detail)));
  }

  static Prepared of(Scope scope) {
    return new Prepared(
        scope.tables().stream()
            .collect(
                Collectors.toMap(
                    table -> table.source().toString(),
                    table -> Sha256.of(table.toString()).substring(0, 16))));
  }

  /** That the tables are still those. */
  void require(Move move, Scope scope) {
    Map<String, String> now = of(scope).tables();
    Set<String> all = new TreeSet<>(tables.keySet());
    all.addAll(now.keySet());
    List<String> changes = new ArrayList<>();
    for (String table : all) {
      if (!tables.containsKey(table)) {
        changes.add(table + " came");
      } else if (!now.containsKey(table)) {
        changes.add(table + " is gone");
      } else if (!now.get(table).equals(tables.get(table))) {
        changes.add(table + " has other columns, another key or other partitions");
      }
    }
    if (!changes.isEmpty()) {
      throw new MoveFailed(
          "%s: tables of %s changed while it was being copied ahead: %s; change tables before or after a move, then ask for it again"
              .formatted(move, move.source(), String.join("; ", changes)));
    }
  }
}
