package dev.rehome.objects;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.sandbox.servers.S3;
import dev.rehome.sandbox.servers.S3Proxy;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import dev.rehome.store.Plan;
import dev.rehome.store.Turns;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A shared bucket, a dedicated one, and the component between them; both of one real server. */
final class Stores implements AutoCloseable {
  static final String FROM = "tenants/acme/";
  static final String TO = "files/";
  static final long PART_BYTES = 5L << 20;

  final S3Client s3;
  final String east;
  final String west;
  final MemoryBook book = new MemoryBook();
  final Settings settings;
  final ObjectCells cells;
  final ObjectsStore store;
  final Move move = move(1);
  volatile long newest = 1;

  /**
   * Buckets.
   *
   * @param secondEndpoint by which the target is reached: another one makes the copy a stream
   */
  Stores(URI endpoint, URI secondEndpoint) {
    this(endpoint, secondEndpoint, endpoint);
  }

  /**
   * Buckets of a server that is not the source.
   *
   * @param real has the buckets, and is asked by {@link #s3}
   */
  Stores(URI endpoint, URI secondEndpoint, URI real) {
    this(real, endpoint, secondEndpoint, 4, PART_BYTES);
  }

  /**
   * Buckets of one server that is reached by several ways.
   *
   * @param direct by which the test puts and looks
   */
  Stores(URI direct, URI source, URI target, int parallelism, long partBytes) {
    s3 = S3.client(direct);
    east = ObjectServers.freshBucket(s3);
    west = ObjectServers.freshBucket(s3);
    settings =
        new Settings(
            new Settings.Database("jdbc:postgresql:none", "none", "none"),
            Path.of("inbox"),
            Path.of("snapshots"),
            Limits.DEFAULTS,
            Map.of(
                "us_east",
                    cell("us_east", source, east, "tenants/{tenant}/", parallelism, partBytes),
                "us_west", cell("us_west", target, west, TO, parallelism, partBytes)));
    cells = new ObjectCells(settings, Turns.ALONE);
    store =
        new ObjectsStore(
            cells,
            book,
            settings,
            now -> {
              if (now.epoch() < newest) {
                throw new StaleLease("epoch " + now.epoch() + ", there is " + newest);
              }
            });
  }

  private static Cell cell(
      String name, URI endpoint, String bucket, String prefix, int parallelism, long partBytes) {
    return new Cell(name, 4, 0, objects(endpoint, bucket, prefix, parallelism, partBytes));
  }

  static ObjectsCell objects(URI endpoint, String bucket, String prefix) {
    return objects(endpoint, bucket, prefix, 4, PART_BYTES);
  }

  static ObjectsCell objects(
      URI endpoint, String bucket, String prefix, int parallelism, long partBytes) {
    return new ObjectsCell(
        Optional.of(endpoint),
        "us-east-1",
        bucket,
        prefix,
        Optional.of(new ObjectsCell.Keys(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)),
        true,
        ObjectsCell.Verify.SHA256,
        ObjectsCell.Fence.OBSERVED,
        parallelism,
        partBytes);
  }

  static Move move(long epoch) {
    Position start =
        new Position(Phase.SNAPSHOT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE);
    return new Move(
        "m1", "j1", Tenant.named("acme"), "us_east", "us_west", Options.NONE, epoch, start);
  }

  /** The same server by another name: two stores, for all that the mover knows. */
  static URI otherName(URI endpoint) {
    return URI.create(endpoint.toString().replace("127.0.0.1", "localhost"));
  }

  void put(String name, byte[] content) {
    s3.putObject(c -> c.bucket(east).key(FROM + name), RequestBody.fromBytes(content));
  }

  Plan copyAll() {
    Plan plan = store.plan(move);
    copy(plan);
    return plan;
  }

  void copy(Plan plan) {
    plan.chunks().forEach(chunk -> store.copy(move, chunk));
  }

  static CellClient client(URI endpoint) {
    return new CellClient("us_west", objects(endpoint, "bucket", ""));
  }

  /** Names and ETags below a prefix. */
  Map<String, String> list(String bucket, String prefix) {
    Map<String, String> found = new TreeMap<>();
    s3.listObjectsV2Paginator(c -> c.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
        .contents()
        .forEach((S3Object o) -> found.put(o.key().substring(prefix.length()), o.eTag()));
    return found;
  }

  byte[] get(String bucket, String key) {
    return s3.getObjectAsBytes(c -> c.bucket(bucket).key(key)).asByteArray();
  }

  List<String> uploads(String bucket) {
    return s3.listMultipartUploads(c -> c.bucket(bucket)).uploads().stream()
        .map(upload -> upload.key())
        .toList();
  }

  @Override
  public void close() {
    cells.close();
    ObjectServers.empty(s3, east);
    ObjectServers.empty(s3, west);
    s3.close();
  }
}
