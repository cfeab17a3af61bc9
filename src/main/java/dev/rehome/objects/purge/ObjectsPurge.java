package dev.rehome.objects.purge;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.Deletes;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.policy.Departure;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deletes the tenant's objects at the source: those that the move has listed, and proven, and that
 * are still what was listed. Anything else stops it, and is left as it is; so does a serving cell
 * that holds none of them. One that it lacks was deleted there since, by the application. It goes
 * by the source's listing: what is deleted is not listed again, so that a purge that was left goes
 * on where it was.
 *
 * <p>An object store knows no epochs. What stands in for them: each batch is listed and compared,
 * then the control store is asked for the purge's lease, which it extends beyond the time that the
 * batch's one request may take.
 *
 * <p>In a bucket that keeps versions, the older ones stay.
 */
public final class ObjectsPurge implements Purge {
  static final String NAME = "objects";

  private final ObjectCells cells;
  private final ObjectBook book;
  private final Consumer<Move> confirm;

  /**
   * A purge.
   *
   * @param confirm extends the lease of the purge of a move; throws {@code StaleLease} when the
   *     control store knows a newer epoch of the tenant
   */
  public ObjectsPurge(ObjectCells cells, ObjectBook book, Consumer<Move> confirm) {
    this.cells = cells;
    this.book = book;
    this.confirm = confirm;
  }

  /** {@inheritDoc} There is nothing to end: the store has no sessions. */
  @Override
  public void take(Leftover leftover) {}

  @Override
  public Found look(Leftover leftover) {
    return hasObjects(leftover)
        ? new ObjectPurgeProblems(cells, book, leftover).look()
        : new Found(0, List.of());
  }

  @Override
  public long next(Leftover leftover) {
    if (!hasObjects(leftover)) {
      return 0;
    }
    BucketSide source = cells.source(leftover.move());
    for (List<ObjectEntry> page : source.pages("")) {
      if (!page.isEmpty()) {
        require(leftover, source, page);
        FailPoint.OBJECTS_PURGE_COMPARED.reached();
        // tried once: the next try of a batch is the next batch, which is looked at anew
        Deletes.onceOf(
            source.behind(() -> confirm.accept(leftover.move())),
            page.stream().map(ObjectEntry::name).toList());
        FailPoint.OBJECTS_PURGE_DELETED.reached();
        return page.size();
      }
    }
    return 0;
  }

  /** Throws unless the whole batch may go. */
  private void require(Leftover leftover, BucketSide source, List<ObjectEntry> page) {
    FewNames strays = Strays.of(book, leftover.move(), page);
    if (!strays.isEmpty()) {
      throw new MoveFailed(
          "%s: strays stop the purge: %s; nothing of their batch was deleted"
              .formatted(source, strays));
    }
    BucketSide serving = ServingBucket.side(cells, leftover);
    if (!ServingBucket.holdsAny(serving, book, leftover.move())) {
      throw new MoveFailed(
          "%s serves the tenant and holds none of the objects that %s would lose; nothing of their batch was deleted"
              .formatted(serving, source));
    }
  }

  /**
   * A move that left objects behind, or did not know of them, has no list: they are not its own.
   */
  private boolean hasObjects(Leftover leftover) {
    return cells.find(leftover.move().source()).isPresent()
        && book.listing(leftover.move()).complete();
  }

  @Override
  public Optional<String> lift(Leftover leftover) {
    if (cells.find(leftover.move().source()).isEmpty()) {
      return Optional.empty();
    }
    int statements = new Departure(cells, confirm).lift(leftover.move());
    return statements == 0
        ? Optional.empty()
        : Optional.of(
            "%,d statements of the policy of %s"
                .formatted(statements, cells.source(leftover.move())));
  }

  /** {@inheritDoc} Nothing is held open for one purge. */
  @Override
  public void release(Leftover leftover) {}

  @Override
  public void close() {
    cells.close();
  }
}
