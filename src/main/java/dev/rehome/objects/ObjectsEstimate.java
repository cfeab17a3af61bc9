package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.objects.copy.list.ObjectChunks;
import dev.rehome.settings.Settings;
import dev.rehome.store.Estimate;
import dev.rehome.store.Estimator;
import dev.rehome.store.objects.ObjectEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Counts the tenant's objects by listing them, for a bounded while; the pause is foretold from some
 * of them, and from requests to both stores. Writes nothing.
 */
public final class ObjectsEstimate implements Estimator {
  private static final Duration LISTING_MOST = Duration.ofSeconds(30);

  /** Drawn from all that are listed, each as likely as any other. */
  private static final int SAMPLE_OBJECTS = 48;

  /** What the fence and the cutover ask of a store besides; MEASURED. */
  private static final double SECONDS_AT_LEAST = 0.5;

  /** Of the plan, of the proof, and of the last look before the cutover. */
  private static final int LISTINGS = 3;

  private final ObjectCells cells;
  private final Settings settings;

  public ObjectsEstimate(ObjectCells cells, Settings settings) {
    this.cells = cells;
    this.settings = settings;
  }

  @Override
  public Estimate estimate(Move move) {
    BucketSide source = cells.source(move);
    long begun = System.nanoTime();
    long objects = 0;
    long bytes = 0;
    ObjectEntry largest = null;
    boolean all = true;
    List<ObjectEntry> sample = new ArrayList<>();
    SplittableRandom draw = new SplittableRandom();
    for (List<ObjectEntry> page : source.pages("")) {
      for (ObjectEntry entry : page) {
        objects++;
        bytes += entry.bytes();
        largest = largest == null || entry.bytes() > largest.bytes() ? entry : largest;
        if (sample.size() < SAMPLE_OBJECTS) {
          sample.add(entry);
        } else {
          long place = draw.nextLong(objects);
          if (place < SAMPLE_OBJECTS) {
            sample.set((int) place, entry);
          }
        }
      }
      if (System.nanoTime() - begun > LISTING_MOST.toNanos()) {
        all = false;
        break;
      }
    }
    double listing = (System.nanoTime() - begun) / 1e9;
    Foretold pause = pause(move, sample, largest, objects, bytes, LISTINGS * listing);
    return new Estimate(
            objects,
            all,
            bytes,
            ObjectChunks.about(objects, bytes, settings.limits().chunkBytesMax()),
            Duration.ofMillis((long) (pause.seconds() * 1000)),
            pause.basis())
        .telling(facts(source, largest), words(source, largest));
  }

  private record Foretold(double seconds, String basis) {}

  private Foretold pause(
      Move move,
      List<ObjectEntry> sample,
      ObjectEntry largest,
      long objects,
      long bytes,
      double listings) {
    double fixed = SECONDS_AT_LEAST + listings;
    String rest =
        String.format(
            Locale.ROOT,
            "fence and cutover %.1f s, %d listings %.1f s",
            SECONDS_AT_LEAST,
            LISTINGS,
            listings);
    if (sample.isEmpty()) {
      return new Foretold(fixed, rest);
    }
    List<ObjectEntry> tried = new ArrayList<>(sample);
    tried.add(largest);
    RequestSample measured = RequestSample.take(cells.source(move), cells.target(move), tried);
    return new Foretold(
        fixed + measured.seconds(objects, bytes), rest + ", " + measured.basis(objects, bytes));
  }

  private static Map<String, Object> facts(BucketSide source, ObjectEntry largest) {
    return largest == null
        ? Map.of()
        : Map.of("largest_bytes", largest.bytes(), "largest_key", source.key(largest.name()));
  }

  private static List<String> words(BucketSide source, ObjectEntry largest) {
    return largest == null
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "the largest %.1f MiB (%s)",
                largest.bytes() / (double) (1 << 20),
                source.key(largest.name())));
  }
}
