package dev.rehome.store.objects;

import dev.rehome.model.Move;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The list of a tenant's objects that a move works on: its manifest, written page by page, so that
 * a crash lists and copies nothing again. It is emptied when the move is undone and clean, when its
 * source is purged, and when a later move of the tenant is done that leaves or reaches its source.
 * What writes throws {@code StaleLease} when the move has a newer epoch. Thread safe.
 */
public interface ObjectBook {
  /** How far the listing has come. */
  Listing listing(Move move);

  /**
   * Appends what follows the last object that is in the list, numbered on from there; the numbers
   * of the given entries do not count. The second time, with objects that are there, changes
   * nothing.
   *
   * @param page in the order of the listing
   * @param last whether the listing has ended
   */
  void append(Move move, List<ObjectEntry> page, boolean last);

  /** The objects from number {@code first} to number {@code last}, both inclusive, in order. */
  List<ObjectEntry> entries(Move move, long first, long last);

  /** Those of the names that are in the list, by name. */
  Map<String, ObjectEntry> find(Move move, Collection<String> names);

  /** Records what was written of these objects. */
  void written(Move move, Collection<ObjectEntry> entries);

  /**
   * A listing.
   *
   * @param objects how many
   * @param bytes of all of them
   * @param lastName where it goes on; empty at the beginning
   * @param complete whether it has ended
   */
  record Listing(long objects, long bytes, String lastName, boolean complete) {}
}
