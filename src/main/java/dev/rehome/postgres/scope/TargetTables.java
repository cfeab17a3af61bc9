package dev.rehome.postgres.scope;

import dev.rehome.postgres.scope.Scope.SchemaPair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the target has of a scope's tables.
 *
 * @param found the tables of the target's schemas, by name
 * @param wanted the names that the scope gives them
 */
public record TargetTables(Map<TableName, CatalogTable> found, List<TableName> wanted) {
  public static TargetTables read(Connection target, Scope scope) throws SQLException {
    List<String> schemas = scope.schemas().stream().map(SchemaPair::target).toList();
    Map<TableName, CatalogTable> found =
        TableCatalog.read(target, schemas).stream()
            .collect(Collectors.toMap(CatalogTable::name, Function.identity()));
    return new TargetTables(found, scope.tables().stream().map(ScopedTable::target).toList());
  }

  public Optional<CatalogTable> table(TableName name) {
    return Optional.ofNullable(found.get(name));
  }

  /** Whether the target has any of them: its schema is then its own, and pg_dump is not run. */
  public boolean present() {
    return wanted.stream().anyMatch(found::containsKey);
  }

  /** Those that it lacks, by name. */
  public List<TableName> missing() {
    return wanted.stream()
        .filter(name -> !found.containsKey(name))
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
