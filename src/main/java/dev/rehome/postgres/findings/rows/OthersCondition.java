package dev.rehome.postgres.findings.rows;

import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A predicate turned round: what it would reach if it were asked for every other tenant at once.
 * Each {@code = :tenant_id} becomes {@code <> :tenant_id}, so that one reading answers however many
 * tenants there are. That holds where the tenant is compared by equality alone, and under no
 * negation; several comparisons may hold for different tenants, which is sharing too.
 */
public final class OthersCondition {
  private static final String OPERATOR_SIGNS = "+-*/<>=~!@#%^&|`?";

  private final SqlStatement condition;
  private final String[] changed;

  private OthersCondition(SqlStatement condition) {
    this.condition = condition;
    this.changed = new String[condition.tokens().size()];
  }

  /** As SQL for one tenant; empty where the predicate cannot be turned round. */
  public static Optional<String> of(String predicate, String tenantId) {
    OthersCondition others = new OthersCondition(SqlStatement.of(predicate));
    return others.turned()
        ? Optional.of(
            "(%s)"
                .formatted(
                    others
                        .condition
                        .with(others.changed)
                        .text()
                        .replace(":tenant_id", Sql.literal(tenantId))))
        : Optional.empty();
  }

  private boolean turned() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < condition.tokens().size(); i++) {
      SqlToken token = condition.tokens().get(i);
      if (token.text().contains(":tenant_id") || is(i, "except")) {
        return false;
      }
      if (is(i, ":") && is(i + 1, "tenant_id") && !is(i - 1, ":")) {
        places.add(i);
      }
    }
    return !places.isEmpty()
        && places.stream().noneMatch(this::negated)
        && places.stream().allMatch(place -> before(place - 1) || after(place + 2));
  }

  /** {@code = :tenant_id}, {@code = lower((:tenant_id))}. */
  private boolean before(int place) {
    int i = place;
    while (is(i, "(")) {
      i--;
      while (i >= 0 && ((identifier(i) && !is(i, "and") && !is(i, "or")) || is(i, "."))) {
        i--;
      }
    }
    return turn(i);
  }

  /** {@code :tenant_id = any(…)}, {@code (:tenant_id::uuid) = …}. */
  private boolean after(int place) {
    int i = place;
    while (is(i, ")") || (is(i, ":") && is(i + 1, ":"))) {
      if (is(i, ")")) {
        i++;
      } else {
        i += 2;
        while (identifier(i) || is(i, ".")) {
          i++;
        }
      }
    }
    return turn(i);
  }

  private boolean turn(int place) {
    if (!is(place, "=") || sign(place - 1) || sign(place + 1)) {
      return false;
    }
    changed[place] = "<>";
    return true;
  }

  /** Whether a NOT before it has it in what it negates. */
  private boolean negated(int place) {
    for (int not = 0; not < place; not++) {
      if (is(not, "not") && !is(not + 1, "null") && reaches(not + 1, place)) {
        return true;
      }
    }
    return false;
  }

  private boolean reaches(int from, int place) {
    int depth = 0;
    for (int i = from; i < place; i++) {
      depth += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
      if (depth < 0 || (depth == 0 && (is(i, "and") || is(i, "or") || is(i, ",")))) {
        return false;
      }
    }
    return true;
  }

  private boolean is(int place, String keywordOrSymbol) {
    return place >= 0
        && place < condition.tokens().size()
        && condition.tokens().get(place).is(keywordOrSymbol);
  }

  private boolean identifier(int place) {
    return place < condition.tokens().size() && condition.tokens().get(place).identifier();
  }

  private boolean sign(int place) {
    return place >= 0
        && place < condition.tokens().size()
        && condition.tokens().get(place).kind() == SqlToken.Kind.SYMBOL
        && OPERATOR_SIGNS.contains(condition.tokens().get(place).text());
  }
}
