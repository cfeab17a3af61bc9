package dev.rehome.objects.copy;

import dev.rehome.digest.Sha256;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Receipt;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.Places;
import dev.rehome.objects.copy.list.ObjectChunks;
import dev.rehome.objects.copy.way.Ends;
import dev.rehome.objects.copy.way.Memory;
import dev.rehome.objects.copy.way.Multipart;
import dev.rehome.objects.copy.way.Ours;
import dev.rehome.objects.copy.way.Parts;
import dev.rehome.objects.copy.way.Placing;
import dev.rehome.objects.copy.way.ServerSide;
import dev.rehome.objects.copy.way.Streamed;
import dev.rehome.objects.copy.way.Uncopied;
import dev.rehome.objects.copy.way.Way;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import dev.rehome.throttle.Throttle;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/** Copies chunks of the book, within the store where that is possible. Thread safe. */
public final class ObjectCopy {
  private final ObjectCells cells;
  private final ObjectBook book;
  private final Consumer<Move> confirm;
  private final Function<String, Throttle> throttles;
  private final Memory memory;

  /**
   * A copier.
   *
   * @param confirm throws {@code StaleLease} when the move has a newer epoch
   * @param throttles by cell
   */
  public ObjectCopy(
      ObjectCells cells,
      ObjectBook book,
      Consumer<Move> confirm,
      Function<String, Throttle> throttles,
      Memory memory) {
    this.cells = cells;
    this.book = book;
    this.confirm = confirm;
    this.throttles = throttles;
    this.memory = memory;
  }

  /** Copies a chunk; the second time finds it in the target, and answers the same. */
  public Receipt copy(Move move, Chunk chunk) {
    long first = ObjectChunks.first(chunk);
    List<ObjectEntry> entries = book.entries(move, first, ObjectChunks.last(chunk));
    String before = first == 1 ? "" : book.entries(move, first - 1, first - 1).get(0).name();
    List<ObjectEntry> written =
        move.options().rehearsal()
            ? rehearsed(move, before, entries)
            : chunkCopy(move, entries).copy(before, entries);
    return receipt(move, chunk, written);
  }

  /** The tenant writes on in a rehearsal: what is no longer as it was listed is left out. */
  private List<ObjectEntry> rehearsed(Move move, String before, List<ObjectEntry> entries) {
    List<ObjectEntry> still = still(move, before, entries);
    while (!still.isEmpty()) {
      try {
        return chunkCopy(move, still).copy(before, still);
      } catch (MoveFailed e) {
        List<ObjectEntry> now = still(move, before, still);
        if (now.size() == still.size()) {
          throw e;
        }
        still = now;
      }
    }
    return still;
  }

  private List<ObjectEntry> still(Move move, String before, List<ObjectEntry> entries) {
    Map<String, ObjectEntry> now = Arrived.of(cells.source(move), before, entries);
    return entries.stream()
        .filter(entry -> now.containsKey(entry.name()) && entry.isStill(now.get(entry.name())))
        .toList();
  }

  private ChunkCopy chunkCopy(Move move, List<ObjectEntry> entries) {
    BucketSide source = cells.source(move);
    Runnable confirmed = new Confirmed(() -> confirm.accept(move));
    BucketSide target = cells.target(move).behind(confirmed);
    Ends ends =
        new Ends(
            move, source, target, throttles.apply(source.cell()), throttles.apply(target.cell()));
    Ours ours = new Ours(source, target);
    Placing placing = new Placing(target, ours);
    long partBytes = target.settings().partBytes();
    Way way =
        oneStore(source, target, entries.get(0))
            ? new ServerSide(
                ends, Parts.serverSide(partBytes), placing, Uncopied.mayRedirect(source))
            : new Streamed(ends, Parts.streamed(partBytes, memory), placing);
    return new ChunkCopy(
        ends,
        way,
        new Multipart(ends, way, placing, ours),
        new Flow(target.client(), memory),
        confirmed,
        fresh -> book.written(move, fresh));
  }

  /** Whether the target's client can read what is at the source. */
  private static boolean oneStore(BucketSide source, BucketSide target, ObjectEntry probe) {
    if (!Places.oneClient(source, target)) {
      return false;
    }
    try {
      HeadObjectRequest request =
          HeadObjectRequest.builder().bucket(source.bucket()).key(source.key(probe.name())).build();
      new BucketSide(target.cell(), target.client(), source.bucket(), source.prefix())
          .call("HeadObject", probe.name(), s3 -> s3.headObject(request));
      return true;
    } catch (MoveFailed e) {
      return false;
    }
  }

  private static Receipt receipt(Move move, Chunk chunk, List<ObjectEntry> entries) {
    MessageDigest digest = Sha256.begin();
    long bytes = 0;
    for (ObjectEntry entry : entries) {
      Written written = entry.written().orElseThrow();
      bytes += entry.bytes();
      String line =
          "%s\0%d\0%s\0%s\n"
              .formatted(entry.name(), entry.bytes(), written.etag(), written.sha256());
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return new Receipt(
        move.id(), chunk.component(), chunk.id(), entries.size(), bytes, Sha256.end(digest));
  }
}
