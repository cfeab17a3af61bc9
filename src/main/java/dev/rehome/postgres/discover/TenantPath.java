package dev.rehome.postgres.discover;

import dev.rehome.postgres.scope.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the rows of a table lead to a tenant.
 *
 * @param condition over the table by its own name, with {@code :tenant_id}
 * @param steps the foreign keys that lead there; none where a rule says it
 */
record TenantPath(TableName table, String condition, List<ParentKey> steps) {
  /** Surer ones first, then shorter, then those of a part to its whole. */
  static final Comparator<TenantPath> BETTER =
      Comparator.<TenantPath>comparingLong(
              path -> path.steps.stream().filter(ParentKey::unsure).count())
          .thenComparing(path -> path.steps.size())
          .thenComparing(path -> path.steps.stream().filter(step -> !step.cascades()).count())
          .thenComparing(path -> path.steps.get(0).name());

  TenantPath {
    steps = List.copyOf(steps);
  }

  /** That of a child of this one's rows. */
  TenantPath from(ParentKey key, Spelling spelling) {
    List<ParentKey> all = new ArrayList<>(List.of(key));
    all.addAll(steps);
    String rows =
        "%s IN (SELECT %s FROM %s WHERE %s)"
            .formatted(
                spelling.columns(key.columns()),
                spelling.list(key.parentColumns()),
                spelling.table(table),
                condition);
    return new TenantPath(key.child(), rows, all);
  }

  /** Either of several. */
  TenantPath or(List<TenantPath> others) {
    String either = "(" + condition + ")";
    for (TenantPath other : others) {
      either += " OR (" + other.condition + ")";
    }
    return others.isEmpty() ? this : new TenantPath(table, either, steps);
  }

  boolean passes(TableName by) {
    return steps.stream().anyMatch(step -> step.parent().equals(by));
  }

  /** {@code line_id → order_lines, order_id → orders}. */
  String text() {
    return steps.stream().map(ParentKey::text).collect(Collectors.joining(", "));
  }

  /** For one tenant, as SQL. */
  String where(String tenantLiteral) {
    return "(" + condition.replace(":tenant_id", tenantLiteral) + ")";
  }
}
