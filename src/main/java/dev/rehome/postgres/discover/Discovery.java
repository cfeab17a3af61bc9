package dev.rehome.postgres.discover;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.store.Proposal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole predicates file of a source that tenants share by row: the predicates that it has, and
 * one for each table that foreign keys lead from to a tenant. What is not sure is said in comments,
 * and so are the other settings that would account for what is left. Reads only, for a few seconds
 * at each table.
 */
public final class Discovery {
  private final Look look;
  private final TenantPaths paths;
  private final PathDoubts doubts;
  private final List<String> lines = new ArrayList<>();
  private int holding;

  private Discovery(Look look, TenantPaths paths, PathDoubts doubts) {
    this.look = look;
    this.paths = paths;
    this.doubts = doubts;
  }

  public static Proposal of(PostgresSide source, PostgresSide target, Move move) {
    Look look = Look.at(source, target, move, Long.MAX_VALUE);
    return source.transaction(connection -> of(connection, look));
  }

  private static Proposal of(Connection connection, Look look) throws SQLException {
    TenantPaths paths = TenantPaths.of(connection, look);
    SourceRows rows = SourceRows.of(connection, look);
    String literal = Sql.literal(look.move().tenant().id());
    PathDoubts doubts = new PathDoubts(paths, rows, look.move().tenant().name(), literal);
    return new Discovery(look, paths, doubts).proposal();
  }

  private Proposal proposal() {
    lines.add(
        "# Which rows of %s are a tenant's, by its foreign keys; the numbers are those of tenant %s."
            .formatted(look.source().cell(), look.move().tenant().name()));
    lines.add("# What is marked \"not sure\" needs somebody who knows the tables.");
    configured();
    paths.found().values().stream()
        .sorted((a, b) -> a.table().compareTo(b.table()))
        .forEach(this::path);
    rest();
    return new Proposal(key("predicates-file"), holding, String.join("\n", lines) + "\n");
  }

  private void configured() {
    Map<String, String> predicates = new TreeMap<>(look.source().settings().predicates());
    if (!predicates.isEmpty()) {
      lines.add("");
      lines.add("# As it is configured already:");
      predicates.forEach(
          (table, condition) -> {
            lines.add(Spelling.entry(table, condition.strip()));
            holding++;
          });
    }
  }

  private void path(TenantPath path) {
    lines.add("");
    lines.add("# " + path.table() + ": " + path.text());
    doubts.of(path).forEach(doubt -> lines.add("# not sure: " + doubt));
    lines.add(paths.line(path));
    holding++;
  }

  /** The tables that get no line here, and the settings that would account for them. */
  private void rest() {
    Map<String, String> columns = new LinkedHashMap<>();
    look.source().settings().tenantColumns().forEach(columns::put);
    List<String> references = new ArrayList<>(look.source().settings().referenceTables());
    List<String> shared = new ArrayList<>(look.source().settings().sharedTables());
    List<String> why = new ArrayList<>();
    List<String> predicates = new ArrayList<>();
    paths
        .aliases()
        .forEach(
            (table, column) -> {
              columns.put(paths.spelling().configured(table), column);
              why.add(table + ": its " + column + " plays the tenant column under another name");
            });
    for (CatalogTable table : TenantPaths.open(look)) {
      TableName name = table.name();
      if (paths.known(name).isEmpty()) {
        Pathless pathless = Pathless.of(doubts, name);
        String spelt = paths.spelling().configured(name);
        why.add("not sure: " + name + ": " + pathless.why());
        (pathless.shared() ? shared : references).add(spelt);
        if (!pathless.needed().isEmpty()) {
          predicates.add(Spelling.entry(spelt, pathless.needed()));
        }
      }
    }
    if (!why.isEmpty()) {
      lines.add("");
      lines.add("# Tables that other settings account for, if you agree:");
      why.forEach(one -> lines.add("#   " + one));
      settings(columns, references, shared);
    }
    if (!predicates.isEmpty()) {
      lines.add(
          "# Each of shared-tables needs its line here; of the others one that has the tenant's own"
              + " rows:");
      predicates.forEach(entry -> lines.add("# " + entry.replace("\n", "\n# ")));
    }
  }

  private void settings(
      Map<String, String> columns, Collection<String> references, Collection<String> shared) {
    List<String> pairs =
        columns.entrySet().stream()
            .map(one -> one.getKey() + ":" + one.getValue())
            .sorted()
            .toList();
    setting("tenant-columns", pairs);
    setting("reference-tables", references);
    setting("shared-tables", shared);
  }

  private void setting(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      lines.add("# " + key(name) + " = " + String.join(",", values));
    }
  }

  private String key(String name) {
    return "rehome.cell." + look.source().cell() + ".postgres." + name;
  }
}
