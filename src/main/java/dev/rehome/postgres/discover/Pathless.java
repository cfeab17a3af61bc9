package dev.rehome.postgres.discover;

import static dev.rehome.postgres.discover.PathDoubts.number;

import dev.rehome.postgres.scope.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A table from which no foreign key leads to a tenant.
 *
 * @param shared whether the tenant's rows need some that others need, too
 * @param needed the condition that finds what the tenant's rows refer to; empty where none does
 * @param why for people
 */
record Pathless(TableName table, boolean shared, String needed, String why) {
  static Pathless of(PathDoubts doubts, TableName table) {
    TenantPaths paths = doubts.paths();
    List<String> conditions = new ArrayList<>();
    List<String> mine = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    List<String> children = new ArrayList<>();
    for (ParentKey key : paths.keys()) {
      if (key.parent().equals(table) && paths.known(key.child()).isPresent()) {
        TenantPath child = paths.known(key.child()).get();
        conditions.add(
            "%s IN (SELECT %s FROM %s WHERE %s)"
                .formatted(
                    paths.spelling().columns(key.parentColumns()),
                    paths.spelling().list(key.columns()),
                    paths.spelling().table(key.child()),
                    child.condition()));
        mine.add(doubts.referredBy(key, child, ""));
        theirs.add(doubts.referredBy(key, child, " IS NOT TRUE"));
        children.add(key.child() + " by " + String.join(", ", key.columns()));
      }
    }
    OptionalLong all = doubts.rows().count(table, "true");
    String outside =
        paths.keys().stream()
            .filter(key -> key.child().equals(table) && !key.ofItself())
            .filter(key -> paths.known(key.parent()).isEmpty())
            .map(key -> "; its %s leads to %s".formatted(key.name(), key.parent()))
            .collect(Collectors.joining());
    if (conditions.isEmpty()) {
      return new Pathless(
          table,
          false,
          "",
          "no path, reference table suspected: %s%s".formatted(number(all), outside));
    }
    String own = either(mine);
    OptionalLong needed = doubts.rows().count(table, own);
    OptionalLong both = doubts.rows().count(table, "(%s) AND (%s)".formatted(own, either(theirs)));
    boolean shared = both.orElse(1) > 0;
    return new Pathless(
        table,
        shared,
        either(conditions),
        "no path of its own%s, but %s refer to it: %s's need %s of its %s, others need %s of these too: %s"
            .formatted(
                outside,
                String.join(" and ", children),
                doubts.tenant(),
                number(needed),
                number(all),
                number(both),
                shared
                    ? "shared rows suspected, or a reference table"
                    : "a reference table, or the tenant's own"));
  }

  private static String either(List<String> conditions) {
    return conditions.size() == 1
        ? conditions.get(0)
        : conditions.stream().map(one -> "(" + one + ")").collect(Collectors.joining(" OR "));
  }
}
