package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A book without a control store: it knows no epochs. */
public final class MemoryBook implements ObjectBook {
  private static final class Pages {
    final List<ObjectEntry> entries = new ArrayList<>();
    final Map<String, Integer> places = new LinkedHashMap<>();
    boolean complete;
  }

  private final Map<String, Pages> lists = new ConcurrentHashMap<>();

  private Pages list(Move move) {
    return lists.computeIfAbsent(move.id(), id -> new Pages());
  }

  @Override
  public synchronized Listing listing(Move move) {
    List<ObjectEntry> all = list(move).entries;
    return new Listing(
        all.size(),
        all.stream().mapToLong(ObjectEntry::bytes).sum(),
        all.isEmpty() ? "" : all.get(all.size() - 1).name(),
        list(move).complete);
  }

  @Override
  public synchronized void append(Move move, List<ObjectEntry> page, boolean last) {
    Pages list = list(move);
    for (ObjectEntry e : page) {
      if (list.places.putIfAbsent(e.name(), list.entries.size()) == null) {
        list.entries.add(entry(e, list.entries.size() + 1L, e.storage(), e.written()));
      }
    }
    list.complete |= last;
  }

  @Override
  public synchronized List<ObjectEntry> entries(Move move, long first, long last) {
    return list(move).entries.stream()
        .filter(e -> e.number() >= first && e.number() <= last)
        .toList();
  }

  @Override
  public synchronized Map<String, ObjectEntry> find(Move move, Collection<String> names) {
    Map<String, ObjectEntry> found = new LinkedHashMap<>();
    for (String name : names) {
      Integer place = list(move).places.get(name);
      if (place != null) {
        found.put(name, list(move).entries.get(place));
      }
    }
    return found;
  }

  @Override
  public synchronized void written(Move move, Collection<ObjectEntry> entries) {
    entries.forEach(e -> list(move).entries.set((int) e.number() - 1, e));
  }

  /** As a listing that told no storage classes. */
  synchronized void forgetStorage() {
    replaceAll(e -> entry(e, e.number(), Optional.empty(), e.written()));
  }

  /** As a worker that died before it could put anything down. */
  synchronized void forgetWritten() {
    replaceAll(e -> entry(e, e.number(), e.storage(), Optional.empty()));
  }

  private void replaceAll(UnaryOperator<ObjectEntry> change) {
    lists.values().forEach(list -> list.entries.replaceAll(change));
  }

  private static ObjectEntry entry(
      ObjectEntry e, long number, Optional<String> storage, Optional<Written> written) {
    return new ObjectEntry(number, e.name(), e.bytes(), e.etag(), e.modified(), storage, written);
  }
}
