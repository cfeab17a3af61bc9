package dev.rehome.postgres.discover;

import dev.rehome.postgres.scope.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is not sure of a path, in a line each.
 *
 * @param tenant its name, for people
 * @param literal its id, as SQL
 */
record PathDoubts(TenantPaths paths, SourceRows rows, String tenant, String literal) {
  List<String> of(TenantPath path) {
    List<String> doubts = new ArrayList<>();
    unsureSteps(path, doubts);
    for (TenantPath other : paths.others(path)) {
      doubts.add(
          "there is another path, %s: %s%s"
              .formatted(other.text(), paths.line(other), agreement(path, other)));
    }
    itself(path).ifPresent(doubts::add);
    circle(path.table()).ifPresent(doubts::add);
    strangers(path, doubts);
    return doubts;
  }

  private void unsureSteps(TenantPath path, List<String> doubts) {
    for (ParentKey step : path.steps()) {
      if (!step.validated()) {
        doubts.add(
            "%s of %s is not validated: some rows may lead nowhere"
                .formatted(step.name(), step.child()));
      }
      if (step.nullable()) {
        String where = step.equals(path.steps().get(0)) ? ofNobody(path) : anyNull(step.columns());
        doubts.add(
            "%s of %s may be null: %s without a tenant by it would stay behind"
                .formatted(
                    String.join(", ", step.columns()),
                    step.child(),
                    number(rows.count(step.child(), where))));
      }
    }
  }

  /** Where a row may have one of several parents: the rows that have none of them. */
  private String ofNobody(TenantPath path) {
    return paths.keys().stream()
        .filter(key -> key.child().equals(path.table()) && key.nullable() && !key.ofItself())
        .filter(key -> used(path, key))
        .map(key -> "(" + anyNull(key.columns()) + ")")
        .collect(Collectors.joining(" AND "));
  }

  private boolean used(TenantPath path, ParentKey key) {
    return key.equals(path.steps().get(0))
        || paths
            .known(key.parent())
            .filter(
                known -> path.condition().contains(known.from(key, paths.spelling()).condition()))
            .isPresent();
  }

  private String anyNull(List<String> columns) {
    return columns.stream()
        .map(column -> paths.spelling().name(column) + " IS NULL")
        .collect(Collectors.joining(" OR "));
  }

  private String agreement(TenantPath path, TenantPath other) {
    OptionalLong differ =
        rows.count(
            path.table(),
            "(%s IS TRUE) <> (%s IS TRUE)".formatted(path.where(literal), other.where(literal)));
    if (differ.isEmpty()) {
      return "";
    }
    return differ.getAsLong() == 0
        ? " (for %s both find the same rows)".formatted(tenant)
        : " (for %s they differ in %s)".formatted(tenant, number(differ));
  }

  private Optional<String> itself(TenantPath path) {
    return paths.keys().stream()
        .filter(key -> key.child().equals(path.table()) && key.ofItself())
        .findFirst()
        .map(
            key ->
                "it refers to itself by %s: a row is told by its own %s, whatever its parent is"
                    .formatted(
                        String.join(", ", key.columns()),
                        String.join(", ", path.steps().get(0).columns())));
  }

  private Optional<String> circle(TableName table) {
    Set<String> circle = new TreeSet<>();
    for (TableName other : reachable(table)) {
      if (!other.equals(table) && reachable(other).contains(table)) {
        circle.add(other.toString());
      }
    }
    return circle.isEmpty()
        ? Optional.empty()
        : Optional.of("it stands in a circle of foreign keys with " + String.join(", ", circle));
  }

  private Set<TableName> reachable(TableName from) {
    Set<TableName> seen = new HashSet<>();
    List<TableName> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      TableName one = open.remove(open.size() - 1);
      for (ParentKey key : paths.keys()) {
        if (key.child().equals(one) && !key.ofItself() && seen.add(key.parent())) {
          open.add(key.parent());
        }
      }
    }
    return seen;
  }

  /** Rows that the path gives to the tenant while rows of others refer to them. */
  private void strangers(TenantPath path, List<String> doubts) {
    for (ParentKey key : paths.keys()) {
      Optional<TenantPath> child = paths.known(key.child());
      if (key.parent().equals(path.table())
          && !key.ofItself()
          && child.isPresent()
          && !child.get().passes(path.table())) {
        OptionalLong shared =
            rows.count(
                path.table(),
                path.where(literal) + " AND " + referredBy(key, child.get(), " IS NOT TRUE"));
        if (shared.orElse(0) > 0) {
          doubts.add(
              "shared rows suspected: %s of %s, referred to by rows of others in %s (%s)"
                  .formatted(number(shared), tenant, key.child(), key.name()));
        }
      }
    }
  }

  /** Over the parent: whether rows of the child that its path finds, or does not, refer to it. */
  String referredBy(ParentKey key, TenantPath child, String truth) {
    return "%s IN (SELECT %s FROM %s WHERE %s%s)"
        .formatted(
            paths.spelling().columns(key.parentColumns()),
            paths.spelling().list(key.columns()),
            key.child().sql(),
            child.where(literal),
            truth);
  }

  static String number(OptionalLong rows) {
    if (rows.isEmpty()) {
      return "an unknown number of rows";
    }
    return "%,d row%s".formatted(rows.getAsLong(), rows.getAsLong() == 1 ? "" : "s");
  }
}
