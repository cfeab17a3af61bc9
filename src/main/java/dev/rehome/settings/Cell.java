package dev.rehome.settings;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A named set of stores that serves tenants.
 *
 * @param connectionsMax how many sessions one move may open in each of its databases
 * @param copyBytesPerSecondMax 0 for no bound
 * @param other what components that have no record yet are set to, e.g. {@code kafka.topics}, as
 *     written; secrets are among it
 */
public record Cell(
    String name,
    int connectionsMax,
    long copyBytesPerSecondMax,
    Optional<PostgresCell> postgres,
    Optional<ObjectsCell> objects,
    ApplicationCell application,
    Map<String, String> other) {
  public Cell {
    other = Map.copyOf(other);
  }

  public Cell(
      String name,
      int connectionsMax,
      long copyBytesPerSecondMax,
      Optional<PostgresCell> postgres) {
    this(
        name,
        connectionsMax,
        copyBytesPerSecondMax,
        postgres,
        Optional.empty(),
        ApplicationCell.NONE,
        Map.of());
  }

  /** One without an application. */
  public Cell(
      String name,
      int connectionsMax,
      long copyBytesPerSecondMax,
      Optional<PostgresCell> postgres,
      Optional<ObjectsCell> objects,
      Map<String, String> other) {
    this(
        name,
        connectionsMax,
        copyBytesPerSecondMax,
        postgres,
        objects,
        ApplicationCell.NONE,
        other);
  }

  /** The same with another application. */
  public Cell with(ApplicationCell newApplication) {
    return new Cell(
        name, connectionsMax, copyBytesPerSecondMax, postgres, objects, newApplication, other);
  }

  /** The names of the kinds of stores that it has. */
  public Set<String> stores() {
    Set<String> stores = new TreeSet<>();
    postgres.ifPresent(present -> stores.add("postgres"));
    objects.ifPresent(present -> stores.add("objects"));
    return stores;
  }

  /** Without any value that may be a secret. */
  @Override
  public String toString() {
    return "cell " + name + postgres.map(p -> " (" + p.database() + ")").orElse("");
  }
}
