package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A list of objects whose names a test gives. */
public final class ListedObjects implements ObjectBook {
  private final TreeSet<String> names = new TreeSet<>();
  private boolean complete = true;

  public void list(String... more) {
    names.addAll(List.of(more));
  }

  public void strike(String name) {
    names.remove(name);
  }

  public void complete(boolean is) {
    complete = is;
  }

  @Override
  public Listing listing(Move move) {
    return new Listing(names.size(), names.size(), names.isEmpty() ? "" : names.last(), complete);
  }

  @Override
  public Map<String, ObjectEntry> find(Move move, Collection<String> wanted) {
    Map<String, ObjectEntry> found = new LinkedHashMap<>();
    for (String name : wanted) {
      if (names.contains(name)) {
        found.put(
            name,
            new ObjectEntry(1, name, 1, "e", Instant.EPOCH, Optional.empty(), Optional.empty()));
      }
    }
    return found;
  }

  @Override
  public void append(Move move, List<ObjectEntry> page, boolean last) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ObjectEntry> entries(Move move, long first, long last) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void written(Move move, Collection<ObjectEntry> entries) {
    throw new UnsupportedOperationException();
  }
}
