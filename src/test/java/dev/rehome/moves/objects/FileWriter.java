package dev.rehome.moves.objects;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An application that adds files of acme, writes them again and deletes them, all the time. */
final class FileWriter implements AutoCloseable {
  private static final int NAMES = 60;

  /** Where a cell has the files. */
  record Place(String bucket, String prefix) {}

  private final S3Client client;
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Object turn = new Object();
  private Place place;
  private boolean drained;
  private volatile boolean ended;
  private volatile long writes;

  FileWriter(S3Client client, Place place) {
    this.client = client;
    this.place = place;
    Thread thread = new Thread(this::run, "file-writer");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Random random = new Random(7);
    while (!ended) {
      synchronized (turn) {
        if (!drained && !ended) {
          write(random);
          writes++;
        }
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void write(Random random) {
    String name = "written-" + random.nextInt(NAMES);
    if (random.nextInt(8) == 0) {
      client.deleteObject(c -> c.bucket(place.bucket()).key(place.prefix() + name));
      acknowledged.remove(name);
      return;
    }
    String content = "version " + writes + " of " + name + ".".repeat(random.nextInt(2_000));
    client.putObject(
        c -> c.bucket(place.bucket()).key(place.prefix() + name), RequestBody.fromString(content));
    acknowledged.put(name, content);
  }

  /** Returns when no write is in flight; none comes until {@link #resume}. */
  void drain() {
    synchronized (turn) {
      drained = true;
    }
  }

  void resume(Place cell) {
    synchronized (turn) {
      place = cell;
      drained = false;
    }
  }

  long writes() {
    return writes;
  }

  /** The content of each file, as the application knows it. */
  Map<String, String> acknowledged() {
    synchronized (turn) {
      return new TreeMap<>(acknowledged);
    }
  }

  /** What a cell has of them. */
  Map<String, String> at(Place cell) {
    Map<String, String> found = new TreeMap<>();
    client
        .listObjectsV2Paginator(c -> c.bucket(cell.bucket()).prefix(cell.prefix() + "written-"))
        .contents()
        .forEach(
            object ->
                found.put(
                    object.key().substring(cell.prefix().length()),
                    client
                        .getObjectAsBytes(c -> c.bucket(cell.bucket()).key(object.key()))
                        .asUtf8String()));
    return found;
  }

  @Override
  public void close() {
    ended = true;
    drain();
  }
}
