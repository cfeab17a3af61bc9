package dev.rehome.postgres.scope;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.store.Leftover;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What pre-flight's questions start from: both sides, which answer, and what the source's catalog
 * holds.
 *
 * @param left what the tenant left at the target, when it went away from there
 * @param rowBytesMax the setting, bytes
 * @param catalog the tables of the source's schemas, also those that no rule reaches
 * @param scope the tables that a rule reaches
 * @param unreadable the tables of the scope whose rows the mover may not read
 */
public record Look(
    PostgresSide source,
    PostgresSide target,
    Move move,
    Optional<Leftover> left,
    long rowBytesMax,
    TableRules rules,
    List<CatalogTable> catalog,
    Scope scope,
    TargetTables targetTables,
    Set<TableName> unreadable) {
  /** One kind of thing that could stop a move. */
  @FunctionalInterface
  public interface Question {
    /** Every such thing that is there; changes nothing. */
    List<Finding> ask(Look look);
  }

  /** For a tenant that has left nothing at the target. */
  public static Look at(PostgresSide source, PostgresSide target, Move move, long rowBytesMax) {
    return at(source, target, move, Optional.empty(), rowBytesMax);
  }

  public static Look at(
      PostgresSide source,
      PostgresSide target,
      Move move,
      Optional<Leftover> left,
      long rowBytesMax) {
    List<SchemaPair> pairs = ScopeReader.pairs(source, target, move);
    List<CatalogTable> catalog = ScopeReader.catalog(source, pairs);
    TableRules rules = TableRules.of(source, target, move);
    Scope scope =
        new Scope(
            pairs,
            ScopeReader.taken(source, target, move, catalog).tables(),
            TableRules.dedicated(source, target));
    TargetTables targetTables = target.with(connection -> TargetTables.read(connection, scope));
    Set<TableName> unreadable =
        new HashSet<>(source.with(connection -> ReadableTables.not(connection, scope)));
    return new Look(
        source, target, move, left, rowBytesMax, rules, catalog, scope, targetTables, unreadable);
  }

  public boolean byRow() {
    return source.shared();
  }

  public List<String> sourceSchemas() {
    return scope.schemas().stream().map(SchemaPair::source).toList();
  }

  public List<String> targetSchemas() {
    return scope.schemas().stream().map(SchemaPair::target).toList();
  }

  /** The tables that are never copied, with all their partitions. */
  public List<TableName> excluded() {
    return catalog.stream()
        .filter(table -> rules.excludes(table.name()))
        .flatMap(table -> table.leaves().stream())
        .map(ScopedTable.Leaf::name)
        .toList();
  }

  public Finding blocking(PostgresSide side, Object subject, String problem, String remedy) {
    return Finding.blocking(PostgresSide.COMPONENT, String.valueOf(subject), problem, remedy)
        .in(side.cell());
  }

  public Finding note(PostgresSide side, Object subject, String problem, String remedy) {
    return Finding.note(PostgresSide.COMPONENT, String.valueOf(subject), problem, remedy)
        .in(side.cell());
  }
}
