package dev.rehome.objects.policy;

import dev.rehome.model.Move;
import dev.rehome.store.Fence;
import dev.rehome.store.FenceContract;
import dev.rehome.store.FencedScene;
import dev.rehome.store.HandOver;
import java.io.IOException;

/** A statement in a bucket's policy. */
final class PolicyFenceContractTest extends FenceContract {
  @Override
  protected FencedScene scene() throws IOException {
    FencedBucket bucket = new FencedBucket();
    return new FencedScene() {
      @Override
      public Fence fence() {
        return bucket.fence;
      }

      @Override
      public HandOver handOver() {
        return bucket.fence;
      }

      @Override
      public Move move() {
        return bucket.move;
      }

      @Override
      public String write() {
        String said = bucket.write();
        if (said.equals("passes")) {
          bucket.two.deleteHere("late");
        }
        return said;
      }

      @Override
      public String neighbourWrites() {
        return bucket.write("tenants/acme2/a");
      }

      @Override
      public String traces() {
        return bucket.policy();
      }

      @Override
      public void takenOver() {
        bucket.takenOver();
      }

      @Override
      public void close() {
        bucket.close();
      }
    };
  }
}
