package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Tenant;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import dev.rehome.store.Turns;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The object stores of the cells: one client for each cell and process. Thread safe. */
public final class ObjectCells implements AutoCloseable {
  private final Function<String, Optional<Cell>> settings;
  private final Map<String, CellClient> open = new ConcurrentHashMap<>();
  private final Turns turns;

  /**
   * Stores that are asked only when they are needed.
   *
   * @param turns of those who change a bucket's own settings, in whatever process
   */
  public ObjectCells(Settings settings, Turns turns) {
    this.settings = settings::cell;
    this.turns = turns;
  }

  /** Whose turn it is to change a bucket's own settings. */
  public Turns turns() {
    return turns;
  }

  /** The tenant's objects where the move takes them from. */
  public BucketSide source(Move move) {
    return side(move.source(), move.tenant());
  }

  /** The tenant's objects where the move takes them to. */
  public BucketSide target(Move move) {
    return side(move.target(), move.tenant());
  }

  /** The tenant's objects in a cell. */
  public BucketSide side(String cell, Tenant tenant) {
    ObjectsCell objects = objects(cell);
    return new BucketSide(cell, client(cell), objects.bucket(tenant), objects.prefix(tenant));
  }

  /** The cell's settings; {@code MoveFailed} names a cell that has none. */
  public ObjectsCell objects(String cell) {
    return find(cell)
        .orElseThrow(
            () ->
                new MoveFailed(
                    "cell %s has no objects; set rehome.cell.%s.objects.bucket"
                        .formatted(cell, cell)));
  }

  /** The cell's settings, if it has objects. */
  public Optional<ObjectsCell> find(String cell) {
    return settings.apply(cell).flatMap(found -> found.part(ObjectsCell.class));
  }

  /** The cell's own settings of whatever store. */
  public Optional<Cell> cell(String cell) {
    return settings.apply(cell);
  }

  /** The client of a cell. */
  public CellClient client(String cell) {
    return open.computeIfAbsent(cell, name -> new CellClient(name, objects(name)));
  }

  @Override
  public void close() {
    open.values().forEach(CellClient::close);
    open.clear();
  }
}
