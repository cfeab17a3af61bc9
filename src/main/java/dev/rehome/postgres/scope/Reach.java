package dev.rehome.postgres.scope;

import dev.rehome.postgres.sql.Sql;
import java.util.Optional;

/** How the tenant's rows of a table are told from those of others. */
public sealed interface Reach {
  /**
   * A SQL condition over the table (to be named by its own name, not an alias), true for the rows
   * to move.
   */
  String where(String tenantId);

  /** Whether the guard refuses the tenant's writes to this table during a move. */
  default boolean fenced() {
    return true;
  }

  /** The condition as it is configured, where there is one. */
  default Optional<String> predicate() {
    return Optional.empty();
  }

  /**
   * The rows whose column holds the tenant's id.
   *
   * @param type as {@code format_type} spells it, e.g. {@code uuid}
   */
  record ByColumn(String column, String type) implements Reach {
    @Override
    public String where(String tenantId) {
      return Sql.name(column) + " = " + Sql.literal(tenantId);
    }
  }

  /** The rows that a configured condition reaches, {@code :tenant_id} standing for the tenant. */
  record ByPredicate(String condition) implements Reach {
    @Override
    public String where(String tenantId) {
      return "(" + condition.replace(":tenant_id", Sql.literal(tenantId)) + ")";
    }

    @Override
    public Optional<String> predicate() {
      return Optional.of(condition);
    }
  }

  /**
   * The rows that a configured condition reaches, of which others need some as well, e.g. the users
   * of several tenants. The tenant takes a copy along; the rows stay, and all who need them may
   * change them during the move.
   */
  record Shared(ByPredicate by) implements Reach {
    @Override
    public String where(String tenantId) {
      return by.where(tenantId);
    }

    @Override
    public boolean fenced() {
      return false;
    }

    @Override
    public Optional<String> predicate() {
      return by.predicate();
    }
  }

  /** Every row is the tenant's: schema or database isolation. */
  record Whole() implements Reach {
    @Override
    public String where(String tenantId) {
      return "true";
    }
  }

  /** Every row, but not the tenant's alone: neighbours may change them during the move. */
  record Reference() implements Reach {
    @Override
    public String where(String tenantId) {
      return "true";
    }

    @Override
    public boolean fenced() {
      return false;
    }
  }
}
