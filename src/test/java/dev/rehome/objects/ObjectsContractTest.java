package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Identity;
import dev.rehome.store.IdentityContract;
import dev.rehome.store.Store;
import dev.rehome.store.StoreContract;
import dev.rehome.store.StoreScene;
import dev.rehome.store.Takeover;
import dev.rehome.store.TakeoverContract;
import dev.rehome.store.TakeoverContract.TakenScene;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.core.sync.RequestBody;

/** Between two buckets: within one store, and streamed from one to another. */
final class ObjectsContractTest {
  private static final String NEIGHBOUR = "tenants/acme2/1";

  @Nested
  final class Streamed extends StoreContract {
    @Override
    protected StoreScene scene() {
      URI endpoint = ObjectServers.proxy().endpoint();
      return new Buckets(new Stores(endpoint, Stores.otherName(endpoint)));
    }
  }

  @Nested
  final class TakenOver extends TakeoverContract {
    @Override
    protected TakenScene scene() {
      URI endpoint = ObjectServers.proxy().endpoint();
      return new Buckets(new Stores(endpoint, Stores.otherName(endpoint)));
    }
  }

  @Nested
  final class Identified extends IdentityContract {
    @Override
    protected IdentityScene scene() {
      TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL);
      TwoBuckets others =
          TwoBuckets.onProxy(
              Setting.USUAL.source(
                  c -> TwoBuckets.changed(c, two.shared, c.prefix(), c.verify(), c.fence())));
      return new IdentityScene() {
        @Override
        public Identity identity() {
          return new ObjectsIdentity(two.cells);
        }

        @Override
        public Move move() {
          return two.move;
        }

        @Override
        public Identity afterAFailover() {
          return new ObjectsIdentity(others.cells);
        }

        @Override
        public void close() {
          two.close();
          others.close();
        }
      };
    }
  }

  @Nested
  final class WithinOneStore extends StoreContract {
    @Override
    protected StoreScene scene() {
      URI endpoint = ObjectServers.proxy().endpoint();
      return new Buckets(new Stores(endpoint, endpoint));
    }
  }

  private static final class Buckets implements TakenScene {
    private final Stores two;

    Buckets(Stores two) {
      this.two = two;
      for (String name : List.of("1", "2 %+", "folder/3", "empty")) {
        two.put(name, ("the content of " + name).getBytes(StandardCharsets.UTF_8));
      }
      two.put("empty", new byte[0]);
      two.put("large", large());
      put(two.east, NEIGHBOUR, "the neighbour's");
    }

    /** More than three parts. */
    private static byte[] large() {
      byte[] content = new byte[16 << 20];
      Arrays.fill(content, (byte) 'x');
      return content;
    }

    private void put(String bucket, String key, String content) {
      two.s3.putObject(c -> c.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    @Override
    public Store store() {
      return two.store;
    }

    /** What every component of objects has: the gate of writes refuses older workers. */
    @Override
    public Takeover takeover() {
      return newer -> {};
    }

    @Override
    public Move move() {
      return two.move;
    }

    @Override
    public Map<String, String> source() {
      return contents(two.east, "");
    }

    @Override
    public Map<String, String> target() {
      return contents(two.west, "");
    }

    @Override
    public Map<String, String> arrived() {
      Map<String, String> arrived = new TreeMap<>();
      contents(two.east, Stores.FROM)
          .forEach((name, content) -> arrived.put(Stores.TO + name, content));
      return arrived;
    }

    /** By content: an ETag tells in how many parts an object came. */
    private Map<String, String> contents(String bucket, String prefix) {
      Map<String, String> contents = new TreeMap<>();
      for (String name : two.list(bucket, prefix).keySet()) {
        byte[] content = two.get(bucket, prefix + name);
        contents.put(name, content.length + ":" + Arrays.hashCode(content));
      }
      return contents;
    }

    @Override
    public List<String> residue() {
      return two.uploads(two.west);
    }

    @Override
    public void stranger() {
      put(two.west, Stores.TO + "stranger", "theirs");
    }

    @Override
    public void change() {
      put(two.west, Stores.TO + "1", "The content of 1");
    }

    @Override
    public void remove() {
      two.s3.deleteObject(c -> c.bucket(two.west).key(Stores.TO + "empty"));
    }

    @Override
    public void add() {
      put(two.west, Stores.TO + "another", "");
    }

    @Override
    public void writeLate() {
      two.put("1", "the content of 2".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void takenOver() {
      two.newest = 2;
    }

    @Override
    public void close() {
      two.close();
    }
  }
}
