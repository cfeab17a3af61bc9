package dev.rehome.objects;

import dev.rehome.model.Verdict;
import dev.rehome.store.Plan;
import dev.rehome.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;

/** {@link Stores} whose cells are reached by two wires: the copy is a stream over both. */
final class Wired implements AutoCloseable {
  final Wire source;
  final Wire target;
  final Stores stores;

  Wired(URI server) {
    this(server, 4);
  }

  Wired(URI server, int parallelism) {
    source = Wire.to(server);
    target = Wire.to(server);
    stores =
        new Stores(server, source.endpoint(), target.endpoint(), parallelism, Stores.PART_BYTES);
  }

  /** Puts an object with a content of its own into the source. */
  byte[] put(String name, int size) {
    byte[] content = new byte[size];
    new Random(name.hashCode()).nextBytes(content);
    stores.put(name, content);
    return content;
  }

  /** What is at the target under this name. */
  byte[] arrived(String name) {
    return stores.get(stores.west, Stores.TO + name);
  }

  /** What the proof says of a plan. */
  List<Verdict> verdicts(Plan plan) {
    return plan.checks().stream().map(check -> stores.store.check(stores.move, check)).toList();
  }

  boolean proven(Plan plan) {
    return verdicts(plan).stream().allMatch(Verdict::passed);
  }

  List<String> openUploads() {
    return stores.uploads(stores.west);
  }

  @Override
  public void close() throws IOException {
    stores.close();
    source.close();
    target.close();
  }
}
