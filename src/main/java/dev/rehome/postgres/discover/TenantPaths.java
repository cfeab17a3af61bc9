package dev.rehome.postgres.discover;

import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The paths from tables without a rule to the tenant, by foreign keys.
 *
 * @param keys all that there are
 * @param roots tables whose rows are known by a rule, or by a column that is a tenant column under
 *     another name; not those that tenants share, since their rows lead to several
 * @param aliases of the roots those with such a column
 * @param found for the other tables, nearer ones first
 */
public record TenantPaths(
    Spelling spelling,
    List<ParentKey> keys,
    Map<TableName, TenantPath> roots,
    Map<TableName, String> aliases,
    Map<TableName, TenantPath> found) {

  static TenantPaths of(Connection source, Look look) throws SQLException {
    Spelling spelling = Spelling.read(source, look.sourceSchemas(), look.catalog());
    List<ParentKey> keys = ParentKey.read(source, look.sourceSchemas());
    Map<TableName, TenantPath> roots = roots(look, spelling);
    Map<TableName, String> aliases = aliases(look, keys);
    aliases.forEach(
        (table, column) ->
            roots.put(
                table, new TenantPath(table, spelling.name(column) + " = :tenant_id", List.of())));
    Set<TableName> open =
        open(look).stream()
            .map(CatalogTable::name)
            .filter(table -> !roots.containsKey(table))
            .collect(Collectors.toSet());
    return new TenantPaths(spelling, keys, roots, aliases, found(roots, open, keys, spelling));
  }

  /** The ready line of a predicates file for each table that has a path. */
  public static Map<TableName, String> lines(Look look) {
    return look.source()
        .with(
            connection -> {
              TenantPaths paths = of(connection, look);
              Map<TableName, String> lines = new HashMap<>();
              paths
                  .aliases
                  .keySet()
                  .forEach(table -> lines.put(table, paths.line(paths.roots.get(table))));
              paths.found.forEach((table, path) -> lines.put(table, paths.line(path)));
              return lines;
            });
  }

  String line(TenantPath path) {
    return Spelling.entry(spelling.configured(path.table()), path.condition());
  }

  /** Tables that no rule reaches or excludes. */
  static List<CatalogTable> open(Look look) {
    return look.catalog().stream()
        .filter(table -> !table.foreign() && !look.rules().excludes(table.name()))
        .filter(table -> look.rules().reach(table).isEmpty())
        .toList();
  }

  private static Map<TableName, TenantPath> roots(Look look, Spelling spelling) {
    Map<TableName, TenantPath> roots = new LinkedHashMap<>();
    for (CatalogTable table : look.catalog()) {
      Optional<Reach> reach =
          table.foreign() || look.rules().excludes(table.name())
              ? Optional.empty()
              : look.rules().reach(table);
      if (reach.isPresent() && reach.get() instanceof Reach.ByColumn by) {
        roots.put(
            table.name(),
            new TenantPath(table.name(), spelling.name(by.column()) + " = :tenant_id", List.of()));
      } else if (reach.isPresent() && reach.get() instanceof Reach.ByPredicate by) {
        roots.put(table.name(), new TenantPath(table.name(), by.condition(), List.of()));
      }
    }
    return roots;
  }

  /**
   * The table that tenant columns refer to, by what they refer to; and the only column of others
   * that refers to the same.
   */
  private static Map<TableName, String> aliases(Look look, List<ParentKey> keys) {
    Map<TableName, String> aliases = new LinkedHashMap<>();
    Map<TableName, CatalogTable> tables =
        look.catalog().stream().collect(Collectors.toMap(CatalogTable::name, table -> table));
    Set<TableName> open = open(look).stream().map(CatalogTable::name).collect(Collectors.toSet());
    for (ParentKey key : keys) {
      boolean byTenant =
          key.columns().size() == 1
              && tables.containsKey(key.child())
              && look.rules()
                  .tenantColumn(tables.get(key.child()))
                  .filter(column -> column.name().equals(key.columns().get(0)))
                  .isPresent();
      if (byTenant && open.contains(key.parent())) {
        aliases.putIfAbsent(key.parent(), key.parentColumns().get(0));
      }
    }
    Map<TableName, String> tenants = Map.copyOf(aliases);
    for (TableName table : open) {
      List<ParentKey> there =
          keys.stream()
              .filter(key -> key.child().equals(table) && key.columns().size() == 1)
              .filter(key -> key.parentColumns().get(0).equals(tenants.get(key.parent())))
              .toList();
      if (there.size() == 1 && !there.get(0).unsure() && !tenants.containsKey(table)) {
        aliases.put(table, there.get(0).columns().get(0));
      }
    }
    return aliases;
  }

  private static Map<TableName, TenantPath> found(
      Map<TableName, TenantPath> roots,
      Set<TableName> open,
      List<ParentKey> keys,
      Spelling spelling) {
    Map<TableName, TenantPath> found = new LinkedHashMap<>();
    Map<TableName, TenantPath> known = new HashMap<>(roots);
    Optional<TenantPath> next;
    do {
      next =
          keys.stream()
              .filter(key -> open.contains(key.child()) && !found.containsKey(key.child()))
              .filter(key -> known.containsKey(key.parent()))
              .map(key -> known.get(key.parent()).from(key, spelling))
              .min(TenantPath.BETTER);
      next.ifPresent(
          best -> {
            TenantPath path = best.or(whereNull(best, keys, known, spelling));
            found.put(path.table(), path);
            known.put(path.table(), path);
          });
    } while (next.isPresent());
    return found;
  }

  /** A row that may have no parent here may have another one, to a tenant as well. */
  private static List<TenantPath> whereNull(
      TenantPath best, List<ParentKey> keys, Map<TableName, TenantPath> known, Spelling spelling) {
    return best.steps().get(0).nullable()
        ? keys.stream()
            .filter(key -> key.child().equals(best.table()) && key.nullable() && !key.ofItself())
            .filter(key -> !key.equals(best.steps().get(0)) && known.containsKey(key.parent()))
            .map(key -> known.get(key.parent()).from(key, spelling))
            .toList()
        : List.of();
  }

  /** Other paths than the one that was chosen, which are not part of it. */
  List<TenantPath> others(TenantPath path) {
    return keys.stream()
        .filter(key -> key.child().equals(path.table()) && !key.equals(path.steps().get(0)))
        .filter(key -> !key.ofItself() && known(key.parent()).isPresent())
        .map(key -> known(key.parent()).orElseThrow().from(key, spelling))
        .filter(other -> !other.passes(path.table()))
        .filter(other -> !path.condition().contains("(" + other.condition() + ")"))
        .toList();
  }

  /** How the rows of a table are known, if they are. */
  Optional<TenantPath> known(TableName table) {
    return Optional.ofNullable(roots.getOrDefault(table, found.get(table)));
  }
}
