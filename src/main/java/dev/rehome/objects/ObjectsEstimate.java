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

/**
 * Counts the tenant's objects by listing them, for a bounded while; the pause is foretold from some
 * of them that are read. Writes nothing.
 */
public final class ObjectsEstimate implements Estimator {
  private static final Duration LISTING_MOST = Duration.ofSeconds(30);
  private static final int SAMPLE_OBJECTS = 32;

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
    for (List<ObjectEntry> page : source.pages("")) {
      for (ObjectEntry entry : page) {
        objects++;
        bytes += entry.bytes();
        largest = largest == null || entry.bytes() > largest.bytes() ? entry : largest;
        if (sample.size() < SAMPLE_OBJECTS) {
          sample.add(entry);
        }
      }
      if (System.nanoTime() - begun > LISTING_MOST.toNanos()) {
        all = false;
        break;
      }
    }
    double listing = (System.nanoTime() - begun) / 1e9;
    return new Estimate(
            objects,
            all,
            bytes,
            ObjectChunks.about(objects, bytes, settings.limits().chunkBytesMax()),
            new ReadSample(source, cells.target(move).settings())
                .pause(sample, objects, bytes, listing),
            "")
        .telling(facts(source, largest), words(source, largest));
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
