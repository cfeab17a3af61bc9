package dev.rehome.store;

import dev.rehome.model.Tenant;
import java.util.List;

/** Sees which sessions of tenants are open in a cell. */
@FunctionalInterface
public interface SessionLook {
  /**
   * The sessions of these tenants, known by the tenant's own role or by holding its guard; a pooled
   * session that is neither cannot be told apart. Throws {@code PassingFault} when the cell cannot
   * be asked.
   */
  List<TenantSession> look(String cell, List<Tenant> tenants);
}
