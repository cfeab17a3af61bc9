package dev.rehome.postgres.scope;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a move takes of its source, by the source's catalog and both cells' settings. Reads only;
 * each call reads the catalog anew.
 *
 * <p>Predicates are evaluated as they are configured: the session that does so must set its {@link
 * dev.rehome.postgres.scope.SearchPath} for the source.
 */
public final class ScopeReader {
  private ScopeReader() {}

  /**
   * The scope of the move.
   *
   * @param target only its settings are looked at
   * @throws MoveFailed naming every table of which no rule says what is the tenant's, or when the
   *     cells name a different number of schemas; pre-flight has the same as findings
   */
  public static Scope read(PostgresSide source, PostgresSide target, Move move) {
    List<SchemaPair> pairs = pairs(source, target, move);
    Taken taken = taken(source, target, move, catalog(source, pairs));
    if (!taken.without.isEmpty()) {
      throw new MoveFailed(
          source.cell()
              + ": no rule says which rows of "
              + taken.without.stream().map(TableName::toString).collect(Collectors.joining(", "))
              + " are the tenant's; name a tenant column, a predicate, or make it a reference or"
              + " excluded table");
    }
    return new Scope(pairs, taken.tables, TableRules.dedicated(source, target));
  }

  /** The same without the tables of which no rule says what is the tenant's. */
  public static Scope known(PostgresSide source, PostgresSide target, Move move) {
    List<SchemaPair> pairs = pairs(source, target, move);
    return new Scope(
        pairs,
        taken(source, target, move, catalog(source, pairs)).tables,
        TableRules.dedicated(source, target));
  }

  static List<CatalogTable> catalog(PostgresSide source, List<SchemaPair> pairs) {
    return source.with(
        connection ->
            TableCatalog.read(connection, pairs.stream().map(SchemaPair::source).toList()));
  }

  /**
   * What the rules make of the catalog's tables.
   *
   * @param without those that no rule reaches or excludes
   */
  record Taken(List<ScopedTable> tables, List<TableName> without) {}

  static Taken taken(
      PostgresSide source, PostgresSide target, Move move, List<CatalogTable> catalog) {
    TableRules rules = TableRules.of(source, target, move);
    Taking taking = Taking.of(source, target, move, rules, pairs(source, target, move));
    List<ScopedTable> tables = new ArrayList<>();
    List<TableName> without = new ArrayList<>();
    for (CatalogTable table : catalog) {
      if (!table.foreign() && !rules.excludes(table.name())) {
        rules
            .reach(table)
            .ifPresentOrElse(
                reach -> tables.add(taking.scoped(table, reach)), () -> without.add(table.name()));
      }
    }
    return new Taken(tables, without);
  }

  /** The schemas of a cell for a tenant, in the settings' order. */
  public static List<String> schemas(PostgresSide side, Move move) {
    return side.settings().schemas().stream().map(move.tenant()::fill).toList();
  }

  static List<SchemaPair> pairs(PostgresSide source, PostgresSide target, Move move) {
    List<String> from = schemas(source, move);
    List<String> to = schemas(target, move);
    if (from.size() != to.size()) {
      throw new MoveFailed(
          "schemas differ in number: %s has %s, %s has %s; name as many for both"
              .formatted(source.cell(), from, target.cell(), to));
    }
    List<SchemaPair> pairs = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      pairs.add(new SchemaPair(from.get(i), to.get(i)));
    }
    return pairs;
  }

  /** How a table of the source becomes one of the scope. */
  record Taking(
      List<SchemaPair> pairs, ObjectColumns objectColumns, Optional<ObjectPlaces> places) {
    static Taking of(
        PostgresSide source,
        PostgresSide target,
        Move move,
        TableRules rules,
        List<SchemaPair> pairs) {
      return new Taking(pairs, ObjectColumns.of(rules), ObjectPlaces.of(move, source, target));
    }

    ScopedTable scoped(CatalogTable table, Reach reach) {
      return new ScopedTable(
          table.name(),
          target(table.name()),
          reach,
          table.columns(),
          table.key(),
          table.partitioned(),
          table.leaves(),
          objectColumns.of(table, reach, places));
    }

    private TableName target(TableName source) {
      return pairs.stream()
          .filter(pair -> pair.source().equals(source.schema()))
          .findFirst()
          .map(pair -> new TableName(pair.target(), source.table()))
          .orElseThrow();
    }
  }
}
