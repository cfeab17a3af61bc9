package dev.rehome.postgres.purge;

import dev.rehome.model.Move;
import dev.rehome.postgres.findings.rows.OthersCondition;
import dev.rehome.postgres.guard.LeftGuard;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.scope.TableRules;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tables of a source that hold what a move has left.
 *
 * @param tables those that the move has fenced; only these are ever deleted from
 * @param later tables that came after the move, of which no row may be the tenant's
 * @param keys the foreign keys into the tables
 * @param recorded the move of which the rows that predicates reach are written down, see {@link
 *     LeavingRows}
 */
record Remains(
    Scope scope,
    String tenantId,
    List<ScopedTable> tables,
    List<ScopedTable> later,
    List<ForeignKey> keys,
    Optional<String> recorded) {
  /** By the catalog of now; reads only. */
  static Remains read(PostgresCells cells, Move move) {
    return read(
        cells.source(move),
        cells.knows(move.target()) ? Optional.of(cells.target(move)) : Optional.empty(),
        move);
  }

  /**
   * The same by the source's own names, since the target need not be configured any more; but where
   * the tenant left tables of its own for shared ones, the target says which of them are reference
   * tables.
   */
  static Remains read(PostgresSide source, Optional<PostgresSide> target, Move move) {
    PostgresSide names = target.filter(side -> TableRules.dedicated(source, side)).orElse(source);
    Scope scope = ScopeReader.read(source, names, move);
    return source.with(connection -> read(connection, scope, move));
  }

  private static Remains read(Connection connection, Scope reached, Move move) throws SQLException {
    Set<TableName> kept = new HashSet<>();
    reached.tables().stream()
        .filter(table -> !table.reach().fenced())
        .forEach(table -> kept.add(table.source()));
    Scope scope = reached.atSource();
    boolean guarded = Bookkeeping.exists(connection);
    List<ScopedTable> tables = new ArrayList<>();
    List<ScopedTable> later = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      if (!kept.contains(table.source())) {
        (guarded && LeftGuard.knows(connection, move, table) ? tables : later).add(table);
      }
    }
    Optional<String> recorded =
        LeavingRows.recorded(connection, move) ? Optional.of(move.id()) : Optional.empty();
    return of(connection, scope, move.tenant().id(), tables, later, recorded);
  }

  /** What a move of the scope would leave. */
  static Remains of(Connection connection, Scope scope, String tenantId) throws SQLException {
    List<ScopedTable> fenced = scope.tables().stream().filter(t -> t.reach().fenced()).toList();
    return of(connection, scope, tenantId, fenced, List.of(), Optional.empty());
  }

  private static Remains of(
      Connection connection,
      Scope scope,
      String tenantId,
      List<ScopedTable> tables,
      List<ScopedTable> later,
      Optional<String> recorded)
      throws SQLException {
    List<TableName> names =
        tables.stream().flatMap(t -> t.leaves().stream()).map(ScopedTable.Leaf::name).toList();
    return new Remains(
        scope,
        tenantId,
        List.copyOf(tables),
        List.copyOf(later),
        ForeignKey.into(connection, names),
        recorded);
  }

  /** The same, once the rows that predicates reach are written down. */
  Remains recordedBy(Move move) {
    return new Remains(scope, tenantId, tables, later, keys, Optional.of(move.id()));
  }

  /** True for the tenant's rows of a table; names the table as it was configured for. */
  String where(ScopedTable table) {
    return recorded
        .filter(move -> tables.contains(table) && LeavingRows.concerns(table))
        .map(move -> LeavingRows.where(move, table))
        .orElseGet(() -> table.reach().where(tenantId));
  }

  /** The same, and for rows that came there since it was written down which are the tenant's. */
  String whereToLook(ScopedTable table) {
    String predicate = table.reach().where(tenantId);
    String where = where(table);
    return where.equals(predicate) ? where : "%s OR %s".formatted(where, predicate);
  }

  /** True for rows that are others' as well; false where none is, or it cannot be told. */
  String others(ScopedTable table) {
    return table
        .reach()
        .predicate()
        .flatMap(predicate -> OthersCondition.of(predicate, tenantId))
        .orElse("false");
  }

  /** The table that it is, or is a partition of. */
  Optional<ScopedTable> table(TableName name) {
    return tables.stream()
        .filter(t -> t.leaves().stream().anyMatch(leaf -> leaf.name().equals(name)))
        .findFirst();
  }

  /** Whether whoever refers by the key to the tenant's rows must be the tenant's too. */
  boolean within(ForeignKey key) {
    Optional<ScopedTable> child = table(key.child().table());
    Optional<ScopedTable> parent = table(key.parent().table());
    if (child.isEmpty() || parent.isEmpty()) {
      return false;
    }
    if (child.get().reach() instanceof Reach.Whole) {
      return true;
    }
    return child.get().reach() instanceof Reach.ByColumn mine
        && parent.get().reach() instanceof Reach.ByColumn its
        && mine.column().equals(key.columns().get(its.column()));
  }

  /**
   * The key as one by which a row that stays could refer to one that goes.
   *
   * @param goes whether the tenant's rows of a table go at the same time; those of others are gone
   */
  Group.Watched watched(ForeignKey key, Predicate<ScopedTable> goes) {
    Optional<ScopedTable> child = table(key.child().table());
    return new Group.Watched(
        key,
        table(key.parent().table()).orElseThrow().source(),
        child.map(ScopedTable::source).orElse(key.child().table()).table(),
        child.filter(goes).map(this::where).orElse("false"));
  }

  /** What a table holds of the tenant, with the places. */
  String rows(ScopedTable table) {
    return rows(new ForeignKey.Side(table.source(), table.partitioned()), table);
  }

  /** What {@code key.parent()} holds of the tenant. */
  String parentRows(ForeignKey key) {
    ScopedTable parent = table(key.parent().table()).orElseThrow();
    return rows(key.parent(), parent);
  }

  /** The places of a foreign key's rows that are the tenant's on both sides: child, parent. */
  String pairs(ForeignKey key) {
    return "SELECT c._rehome_table, c._rehome_place::text, p._rehome_table, p._rehome_place::text FROM (%s) AS c JOIN (%s) AS p ON %s"
        .formatted(
            rows(key.child(), table(key.child().table()).orElseThrow()),
            parentRows(key),
            key.matches());
  }

  /** What one side of a foreign key, which is the table or a part of it, holds of the tenant. */
  String rows(ForeignKey.Side side, ScopedTable table) {
    return "SELECT %1$s.tableoid AS _rehome_table, %1$s.ctid AS _rehome_place, %1$s.* FROM %2$s AS %1$s WHERE %3$s"
        .formatted(Sql.name(table.source().table()), side.from(), where(table));
  }
}
