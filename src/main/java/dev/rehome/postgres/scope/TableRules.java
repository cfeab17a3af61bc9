package dev.rehome.postgres.scope;

import dev.rehome.model.Move;
import dev.rehome.model.Tenant;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.side.PostgresSide;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cell's settings say about each table, for one tenant. A name in them is {@code table},
 * which means that table in every schema of the scope, or {@code schema.table}.
 */
public record TableRules(PostgresCell settings, Tenant tenant) {
  /**
   * The rules of a move: the source's. Where its tables are the tenant's alone and the target's are
   * not, the target's tell how its rows are known.
   */
  public static TableRules of(PostgresSide source, PostgresSide target, Move move) {
    return new TableRules(
        dedicated(source, target)
            ? source.settings().tellingRowsAs(target.settings())
            : source.settings(),
        move.tenant());
  }

  /** Whether the tenant comes from tables of its own into those that others share. */
  public static boolean dedicated(PostgresSide source, PostgresSide target) {
    return target.shared() && !source.shared();
  }

  /** Whether the table is never copied. */
  public boolean excludes(TableName table) {
    return names(settings.excludedTables(), table);
  }

  /**
   * How the tenant's rows of the table are reached. Of several rules the first holds: reference
   * table, predicate (of a shared table, too), column of its own, tenant column. Empty when none
   * does.
   */
  public Optional<Reach> reach(CatalogTable table) {
    if (settings.isolation() != Isolation.ROW) {
      return Optional.of(new Reach.Whole());
    }
    if (names(settings.referenceTables(), table.name())) {
      return Optional.of(new Reach.Reference());
    }
    Optional<String> predicate = value(settings.predicates(), table.name());
    if (predicate.isPresent()) {
      Reach.ByPredicate by = new Reach.ByPredicate(predicate.get());
      return Optional.of(names(settings.sharedTables(), table.name()) ? new Reach.Shared(by) : by);
    }
    return tenantColumn(table).map(column -> new Reach.ByColumn(column.name(), column.type()));
  }

  /** The column of the table that holds the tenant's id, if the table has it. */
  public Optional<Column> tenantColumn(CatalogTable table) {
    return exception(table.name()).or(this::general).flatMap(table::column);
  }

  /** The column that tenant-columns names for the table, whether it has it or not. */
  public Optional<String> exception(TableName table) {
    return value(settings.tenantColumns(), table).map(tenant::fill);
  }

  /** The column that tenant-column names for all others. */
  public Optional<String> general() {
    return settings.tenantColumn().map(tenant::fill);
  }

  /** The names of tables that each setting gives, as they are spelt, filled for the tenant. */
  public Map<String, List<String>> configured() {
    Map<String, List<String>> named = new LinkedHashMap<>();
    named.put("tenant-columns", filled(settings.tenantColumns().keySet()));
    named.put("predicates-file", filled(settings.predicates().keySet()));
    named.put("reference-tables", filled(settings.referenceTables()));
    named.put("shared-tables", filled(settings.sharedTables()));
    named.put("excluded-tables", filled(settings.excludedTables()));
    return named;
  }

  private List<String> filled(Collection<String> names) {
    return names.stream().map(tenant::fill).distinct().sorted().toList();
  }

  public static boolean means(String configured, TableName table) {
    return configured.equals(table.table()) || configured.equals(table.toString());
  }

  private boolean names(List<String> configured, TableName table) {
    return configured.stream().anyMatch(name -> means(tenant.fill(name), table));
  }

  private Optional<String> value(Map<String, String> configured, TableName table) {
    Optional<String> exact = value(configured, table.toString());
    return exact.isPresent() ? exact : value(configured, table.table());
  }

  private Optional<String> value(Map<String, String> configured, String name) {
    return configured.entrySet().stream()
        .filter(entry -> tenant.fill(entry.getKey()).equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
