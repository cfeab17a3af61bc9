package dev.rehome.objects;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import dev.rehome.model.Verdict;
import dev.rehome.objects.copy.Discard;
import dev.rehome.objects.copy.ObjectCopy;
import dev.rehome.objects.copy.list.ObjectChunks;
import dev.rehome.objects.copy.list.SourceListing;
import dev.rehome.objects.copy.way.Memory;
import dev.rehome.objects.problems.ObjectsProblems;
import dev.rehome.objects.proof.ObjectsLook;
import dev.rehome.objects.proof.ObjectsProof;
import dev.rehome.settings.Settings;
import dev.rehome.store.Gauge;
import dev.rehome.store.LastLook;
import dev.rehome.store.Plan;
import dev.rehome.store.Store;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectBook.Listing;
import dev.rehome.throttle.Throttles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A tenant's objects: chunks of the move's book, then a look for uploads that were left open. */
public final class ObjectsStore implements Store {
  private final ObjectCells cells;
  private final ObjectBook book;
  private final long chunkBytesMax;
  private final ObjectsProblems problems;
  private final ObjectsProof proof;
  private final ObjectCopy copy;
  private final Discard discard;

  /**
   * A store.
   *
   * @param confirm throws {@code StaleLease} when the control store knows a newer epoch of the move
   */
  public ObjectsStore(
      ObjectCells cells, ObjectBook book, Settings settings, Consumer<Move> confirm) {
    this(cells, book, settings, confirm, Gauge.NONE);
  }

  /**
   * The same.
   *
   * @param gauge told where pre-flight is
   */
  ObjectsStore(
      ObjectCells cells, ObjectBook book, Settings settings, Consumer<Move> confirm, Gauge gauge) {
    this.cells = cells;
    this.book = book;
    this.chunkBytesMax = settings.limits().chunkBytesMax();
    this.problems = new ObjectsProblems(cells, gauge);
    this.proof = new ObjectsProof(cells, book);
    this.copy =
        new ObjectCopy(cells, book, confirm, new Throttles(settings)::of, Memory.ofTheHeap());
    this.discard = new Discard(cells, book, confirm);
  }

  @Override
  public List<Finding> problems(Move move) {
    return problems.find(move);
  }

  @Override
  public Plan plan(Move move) {
    Listing listing = new SourceListing(book).complete(move, cells.source(move));
    List<Chunk> chunks = move.options().mirrored() ? List.of() : chunks(move, listing);
    String position =
        "%,d objects, %,d MiB".formatted(listing.objects(), (listing.bytes() + (1 << 19)) >> 20);
    return new Plan(chunks, proof.plan(move, listing), position);
  }

  private List<Chunk> chunks(Move move, Listing listing) {
    List<Chunk> chunks = new ArrayList<>(ObjectChunks.of(book, move, listing, chunkBytesMax));
    chunks.add(ObjectChunks.sweep(move));
    return chunks;
  }

  @Override
  public Receipt copy(Move move, Chunk chunk) {
    if (ObjectChunks.isSweep(chunk)) {
      discard.sweep(move);
      return new Receipt(move.id(), chunk.component(), chunk.id(), 0, 0, "");
    }
    return copy.copy(move, chunk);
  }

  @Override
  public List<Verdict> check(Move move, List<PlannedCheck> batch) {
    return batch.stream().map(check -> proof.check(move, check)).toList();
  }

  /** The last look at what this store proves. */
  public LastLook lastLook() {
    return new ObjectsLook(proof);
  }

  /** {@inheritDoc} A mirrored move wrote nothing, and takes nothing away. */
  @Override
  public void discard(Move move) {
    if (!move.options().mirrored()) {
      discard.run(move);
    }
  }
}
