package dev.rehome.toy;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A server of toys in memory, shared by tenants: things by name. It refuses by a guard. */
final class Shelf {
  private static final Map<String, Shelf> ALL = new ConcurrentHashMap<>();

  private final Map<String, SortedMap<String, String>> things = new TreeMap<>();
  private final Map<String, Guard> guards = new TreeMap<>();

  /** Whose writes are refused. */
  private record Guard(String move, long epoch) {}

  /** The server of that address. */
  static Shelf at(String address) {
    return ALL.computeIfAbsent(address, fresh -> new Shelf());
  }

  static void clear() {
    ALL.clear();
  }

  /** What the application does. */
  synchronized void write(String tenant, String name, String value) {
    if (guards.containsKey(tenant)) {
      throw new IllegalStateException("tenant " + tenant + " is being moved");
    }
    put(tenant, name, value);
  }

  synchronized void put(String tenant, String name, String value) {
    things.computeIfAbsent(tenant, fresh -> new TreeMap<>()).put(name, value);
  }

  synchronized SortedMap<String, String> things(String tenant) {
    return new TreeMap<>(things.getOrDefault(tenant, new TreeMap<>()));
  }

  synchronized void remove(String tenant, String name) {
    things.getOrDefault(tenant, new TreeMap<>()).remove(name);
  }

  synchronized void shut(Move move) {
    require(move);
    guards.put(move.tenant().name(), new Guard(move.id(), move.epoch()));
  }

  synchronized boolean isShut(Move move) {
    Guard guard = guards.get(move.tenant().name());
    return guard != null && guard.move().equals(move.id());
  }

  synchronized void open(Move move) {
    require(move);
    guards.remove(move.tenant().name());
  }

  private void require(Move move) {
    Guard guard = guards.get(move.tenant().name());
    if (guard != null && guard.move().equals(move.id()) && guard.epoch() > move.epoch()) {
      throw new StaleLease("%s: the shelf knows epoch %d".formatted(move, guard.epoch()));
    }
  }
}
