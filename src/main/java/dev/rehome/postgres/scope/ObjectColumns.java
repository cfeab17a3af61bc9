package dev.rehome.postgres.scope;

import dev.rehome.model.Tenant;
import dev.rehome.postgres.scope.ObjectColumn.Kind;
import dev.rehome.postgres.settings.ObjectReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which columns hold references to objects, by the source cell's settings and its catalog. */
public record ObjectColumns(List<ObjectReference> configured, Tenant tenant) {
  public static ObjectColumns of(TableRules rules) {
    return new ObjectColumns(rules.settings().objectReferences(), rules.tenant());
  }

  /** Those of a table, by column; what names no column that can hold any is left out. */
  List<ObjectColumn> of(CatalogTable table, Reach reach, Optional<ObjectPlaces> places) {
    if (places.isEmpty() || !reach.fenced()) {
      return List.of();
    }
    List<ObjectColumn> columns = new ArrayList<>();
    byColumn(table)
        .forEach(
            (name, references) ->
                table
                    .column(name)
                    .filter(column -> !column.generated())
                    .map(Column::type)
                    .flatMap(Kind::of)
                    .filter(kind -> suits(kind, references))
                    .ifPresent(
                        kind ->
                            columns.add(
                                new ObjectColumn(name, kind, pointers(references), places.get()))));
    return columns;
  }

  /** What is configured of a table, by column, in the settings' order. */
  public Map<String, List<ObjectReference>> byColumn(CatalogTable table) {
    Map<String, List<ObjectReference>> columns = new TreeMap<>();
    for (ObjectReference reference : configured) {
      if (means(reference, table)) {
        columns.computeIfAbsent(reference.column(), c -> new ArrayList<>()).add(reference);
      }
    }
    return columns;
  }

  public boolean means(ObjectReference reference, CatalogTable table) {
    return TableRules.means(tenant.fill(reference.table()), table.name());
  }

  /** Whether a pointer is there exactly where the kind needs one. */
  public static boolean suits(Kind kind, List<ObjectReference> references) {
    return references.stream().allMatch(one -> one.pointer().isPresent() == kind.pointed());
  }

  private static List<List<String>> pointers(List<ObjectReference> references) {
    return references.stream().flatMap(one -> one.pointer().stream()).distinct().toList();
  }
}
