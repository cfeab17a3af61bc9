package dev.rehome.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A named set of stores that serves tenants.
 *
 * @param connectionsMax how many sessions one move may open in each of its stores
 * @param copyBytesPerSecondMax 0 for no bound
 * @param parts what it is set to for each kind of store that it has
 * @param other what nobody reads, e.g. {@code kafka.topics}, as written; secrets are among it
 */
public record Cell(
    String name,
    int connectionsMax,
    long copyBytesPerSecondMax,
    List<CellPart> parts,
    ApplicationCell application,
    Map<String, String> other) {
  public Cell {
    parts = List.copyOf(parts);
    other = Map.copyOf(other);
  }

  /** One without an application. */
  public Cell(String name, int connectionsMax, long copyBytesPerSecondMax, CellPart... parts) {
    this(
        name,
        connectionsMax,
        copyBytesPerSecondMax,
        List.of(parts),
        ApplicationCell.NONE,
        Map.of());
  }

  /** The same with another application. */
  public Cell with(ApplicationCell newApplication) {
    return new Cell(name, connectionsMax, copyBytesPerSecondMax, parts, newApplication, other);
  }

  /** The same with other parts. */
  public Cell with(List<CellPart> newParts) {
    return new Cell(name, connectionsMax, copyBytesPerSecondMax, newParts, application, other);
  }

  /** The part of that type, if it has one. */
  public <P> Optional<P> part(Class<P> type) {
    return parts.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The names of the kinds of stores that it has. */
  public Set<String> stores() {
    Set<String> stores = new TreeSet<>();
    parts.forEach(part -> stores.add(part.kind()));
    return stores;
  }

  /** Whether one of its stores holds several tenants. */
  public boolean severalTenants() {
    return parts.stream().anyMatch(CellPart::severalTenants);
  }

  /** Without any value that may be a secret. */
  @Override
  public String toString() {
    return "cell " + name + " " + stores();
  }
}
