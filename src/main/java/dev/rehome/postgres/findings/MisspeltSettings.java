package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ScopedTable.Leaf;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.scope.TableRules;
import dev.rehome.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names in the settings that nothing has: each once, as what it is, with what was meant. */
final class MisspeltSettings implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    new TableRules(look.source().settings(), look.move().tenant())
        .configured()
        .forEach(
            (setting, names) ->
                names.forEach(name -> table(look, setting, name).ifPresent(findings::add)));
    if (look.byRow()) {
      look.catalog().forEach(table -> column(look, table).ifPresent(findings::add));
      tenantColumn(look).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Finding> table(Look look, String setting, String name) {
    // where the target's rules tell the rows, its tables may be more than the tenant has
    Stream<CatalogTable> tables =
        look.scope().dedicated()
            ? Stream.concat(look.catalog().stream(), look.targetTables().found().values().stream())
            : look.catalog().stream();
    List<TableName> all = tables.map(CatalogTable::name).toList();
    if (all.stream().anyMatch(table -> TableRules.means(name, table))) {
      return Optional.empty();
    }
    boolean partition =
        look.catalog().stream()
            .flatMap(table -> table.leaves().stream())
            .map(Leaf::name)
            .anyMatch(leaf -> TableRules.means(name, leaf));
    if (partition) {
      return Optional.of(
          look.blocking(
              look.source(),
              name,
              "is named in " + setting + ", but is a partition",
              "name the partitioned table instead"));
    }
    List<String> known =
        all.stream().flatMap(table -> Stream.of(table.table(), table.toString())).toList();
    return Optional.of(
        look.blocking(
            look.source(),
            name,
            "is named in %s, but is no table of %s%s"
                .formatted(setting, look.sourceSchemas(), Nearest.hint(name, known)),
            "correct the name"));
  }

  /** The exception that tenant-columns makes for the table. */
  private static Optional<Finding> column(Look look, CatalogTable table) {
    return look.rules()
        .exception(table.name())
        .filter(named -> table.column(named).isEmpty())
        .map(
            named ->
                look.blocking(
                    look.source(),
                    table.name() + "." + named,
                    "is named in tenant-columns, but the table has no such column"
                        + Nearest.hint(named, columns(table)),
                    "correct the name"));
  }

  private static Optional<Finding> tenantColumn(Look look) {
    Optional<String> column = look.rules().general();
    if (column.isEmpty() || has(look, column.get()) > 0 || eachHasARule(look)) {
      return Optional.empty();
    }
    String near =
        Nearest.to(
                column.get(),
                look.catalog().stream().flatMap(t -> columns(t).stream()).distinct().toList())
            .map(
                name ->
                    "; did you mean %s, which %d of them have?".formatted(name, has(look, name)))
            .orElse("");
    return Optional.of(
        look.blocking(
            look.source(),
            "column " + column.get(),
            "is the tenant-column of the settings, and no table of %s has it%s"
                .formatted(look.sourceSchemas(), near),
            "correct the name, or leave tenant-column out if every table has a rule of its own"));
  }

  /** Whether the table has no rule for a misspelt name alone, which is told then. */
  static boolean explains(Look look, CatalogTable table) {
    return look.rules().exception(table.name()).isPresent()
        || look.rules().general().filter(column -> has(look, column) == 0).isPresent();
  }

  private static boolean eachHasARule(Look look) {
    return look.catalog().stream()
        .allMatch(
            table -> look.rules().excludes(table.name()) || look.rules().reach(table).isPresent());
  }

  private static long has(Look look, String column) {
    return look.catalog().stream().filter(table -> table.column(column).isPresent()).count();
  }

  private static Collection<String> columns(CatalogTable table) {
    return table.columns().stream().map(Column::name).collect(Collectors.toSet());
  }
}
