package dev.rehome.phases.work;

import dev.rehome.model.Move;
import dev.rehome.model.Tenant;
import dev.rehome.store.SessionLook;
import dev.rehome.store.TenantSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees the sessions of tenants in all of a cell's stores that have such. */
public final class CellSessions implements SessionLook {
  private final Components components;

  public CellSessions(Components components) {
    this.components = components;
  }

  /** Whether there is something to be looked at in a cell. */
  public boolean in(String cell) {
    return !looks(cell).isEmpty();
  }

  @Override
  public List<TenantSession> look(String cell, List<Tenant> tenants) {
    return looks(cell).stream().flatMap(look -> look.look(cell, tenants).stream()).toList();
  }

  @Override
  public Set<Integer> waitingBehind(Move move, String cell) {
    return looks(cell).stream()
        .flatMap(look -> look.waitingBehind(move, cell).stream())
        .collect(Collectors.toSet());
  }

  private List<SessionLook> looks(String cell) {
    return components.in(cell).stream()
        .map(component -> component.sessions())
        .flatMap(Optional::stream)
        .toList();
  }
}
