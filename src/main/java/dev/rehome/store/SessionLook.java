package dev.rehome.store;

import dev.rehome.model.Move;
import dev.rehome.model.Tenant;
import java.util.List;
import java.util.Set;

/** Sees which sessions of tenants are open in a cell. */
@FunctionalInterface
public interface SessionLook {
  /**
   * The sessions of these tenants, known by the tenant's own role or by holding its guard; a pooled
   * session that is neither cannot be told apart. Throws {@code PassingFault} when the cell cannot
   * be asked.
   */
  List<TenantSession> look(String cell, List<Tenant> tenants);

  /**
   * The sessions in a cell, by process id, that wait for a lock behind one of the move's own, of
   * whatever worker: because those have it, or asked for it before.
   */
  default Set<Integer> waitingBehind(Move move, String cell) {
    return Set.of();
  }
}
