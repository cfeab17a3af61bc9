package dev.rehome.objects.copy;

import dev.rehome.model.FailPoint;
import dev.rehome.objects.copy.Flow.Piece;
import dev.rehome.objects.copy.way.Ends;
import dev.rehome.objects.copy.way.Multipart;
import dev.rehome.objects.copy.way.Upload;
import dev.rehome.objects.copy.way.Way;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Copies the objects of one chunk. What is in the target already, from a worker that died, is not
 * copied again; uploads that it left open are aborted.
 *
 * @param confirm throws {@code StaleLease} when the move has a newer epoch; called before every
 *     piece of work, which begins at the source; the target asks by itself
 * @param record puts down what was written
 */
record ChunkCopy(
    Ends ends,
    Way way,
    Multipart multipart,
    Flow flow,
    Runnable confirm,
    Consumer<Collection<ObjectEntry>> record) {

  /**
   * Copies what is not there.
   *
   * @param before a name directly before the first; empty for none
   * @return all of them, written, in the same order
   */
  List<ObjectEntry> copy(String before, List<ObjectEntry> entries) {
    Map<String, Written> written = new ConcurrentHashMap<>();
    Map<String, ObjectEntry> there = Arrived.of(ends.target(), before, entries);
    for (ObjectEntry entry : entries) {
      ObjectEntry seen = there.get(entry.name());
      if (seen != null) {
        multipart.ours().require(entry, seen);
        if (way.parts().wanted(entry) && entry.written().isEmpty()) {
          multipart.completed(entry);
        }
        written.put(entry.name(), entry.written().orElse(new Written(seen.etag(), "")));
      }
    }
    List<ObjectEntry> missing =
        entries.stream().filter(e -> !written.containsKey(e.name())).toList();
    List<ObjectEntry> large = missing.stream().filter(way.parts()::wanted).toList();
    try {
      sweep(large);
      List<Upload> uploads = open(large);
      List<Piece> pieces = new ArrayList<>();
      missing.stream()
          .filter(entry -> !way.parts().wanted(entry))
          .forEach(entry -> pieces.add(whole(entry, written)));
      uploads.forEach(upload -> pieces.addAll(parts(upload)));
      flow.run(pieces);
      complete(uploads, written);
      sweep(large);
    } finally {
      note(entries, written);
    }
    FailPoint.OBJECTS_CHUNK_RECORDED.reached();
    return entries.stream().map(entry -> entry.writtenAs(written.get(entry.name()))).toList();
  }

  private void sweep(List<ObjectEntry> large) {
    if (large.isEmpty()) {
      return;
    }
    Set<String> names = large.stream().map(ObjectEntry::name).collect(Collectors.toSet());
    new OpenUploads(ends.target())
        .abort(page -> page.stream().filter(open -> names.contains(open.name())).toList());
  }

  private List<Upload> open(List<ObjectEntry> large) {
    List<Upload> uploads = Collections.synchronizedList(new ArrayList<>());
    flow.run(
        large.stream().map(entry -> piece(0, () -> uploads.add(multipart.open(entry)))).toList());
    return List.copyOf(uploads);
  }

  private Piece whole(ObjectEntry entry, Map<String, Written> written) {
    return piece(
        way.memory(entry.bytes()),
        () -> {
          written.put(entry.name(), way.whole(entry));
          FailPoint.OBJECTS_OBJECT_WRITTEN.reached();
        });
  }

  private List<Piece> parts(Upload upload) {
    return IntStream.rangeClosed(1, upload.count())
        .mapToObj(
            number ->
                new Piece(
                    way.memory(upload.bytes(number)),
                    () -> part(upload, number),
                    upload.digest()::broken))
        .toList();
  }

  private void part(Upload upload, int number) {
    boolean done = false;
    try {
      confirm.run();
      multipart.part(upload, number);
      done = true;
    } finally {
      if (!done) {
        upload.digest().broken();
      }
    }
  }

  private void complete(List<Upload> uploads, Map<String, Written> written) {
    flow.run(
        uploads.stream()
            .map(
                upload ->
                    piece(0, () -> written.put(upload.entry().name(), multipart.complete(upload))))
            .toList());
  }

  private Piece piece(long bytes, Runnable work) {
    return new Piece(
        bytes,
        () -> {
          confirm.run();
          work.run();
        },
        () -> {});
  }

  private void note(List<ObjectEntry> entries, Map<String, Written> written) {
    List<ObjectEntry> fresh =
        entries.stream()
            .filter(entry -> written.containsKey(entry.name()))
            .filter(entry -> entry.written().isEmpty())
            .map(entry -> entry.writtenAs(written.get(entry.name())))
            .toList();
    if (!fresh.isEmpty()) {
      record.accept(fresh);
    }
  }
}
