package dev.rehome.objects.purge;

import dev.rehome.model.StaleLease;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import dev.rehome.store.PurgeContract;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects beside a neighbour's. */
final class ObjectsPurgeContractTest extends PurgeContract {
  @Override
  protected LeftScene scene() {
    TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL);
    for (int i = 0; i < 3; i++) {
      two.put("o" + i, "content " + i);
    }
    two.putAt(two.shared, "tenants/acme2/o1", "the neighbour's", c -> {});
    two.list();
    two.copy();
    return new LeftScene() {
      private volatile boolean taken;

      @Override
      public Purge purge() {
        return new ObjectsPurge(
            two.cells,
            two.book,
            move -> {
              if (taken) {
                throw new StaleLease("another worker has the purge");
              }
            });
      }

      @Override
      public Leftover left() {
        return new Leftover(two.move, TwoBuckets.TARGET, Map.of(), false);
      }

      @Override
      public Map<String, String> tenants() {
        return objects(key -> key.startsWith(TwoBuckets.PREFIX));
      }

      @Override
      public Map<String, String> others() {
        return objects(key -> !key.startsWith(TwoBuckets.PREFIX));
      }

      private Map<String, String> objects(Predicate<String> which) {
        Map<String, String> found = new TreeMap<>();
        two.s3
            .listObjectsV2Paginator(c -> c.bucket(two.shared))
            .contents()
            .forEach((S3Object o) -> found.put(o.key(), o.eTag()));
        found.keySet().removeIf(which.negate());
        return found;
      }

      @Override
      public void stray() {
        two.put("since", "written since");
      }

      @Override
      public void takenOver() {
        taken = true;
      }

      @Override
      public void close() {
        two.close();
      }
    };
  }
}
