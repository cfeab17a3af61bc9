package dev.rehome.objects;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.objects.settings.ObjectsCell.Fence;
import dev.rehome.objects.settings.ObjectsCell.Verify;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.sandbox.servers.S3;
import dev.rehome.settings.ApplicationCell;
import dev.rehome.settings.Cell;
import dev.rehome.settings.CellPart;
import dev.rehome.settings.CellParts;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import dev.rehome.store.Turns;
import dev.rehome.store.objects.ObjectEntry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * A tenant's objects in a shared bucket, and a bucket of its own to move them to; both in one
 * server. What is put here is put as an application would.
 */
public final class TwoBuckets implements AutoCloseable {
  public static final String SOURCE = "us_east";
  public static final String TARGET = "us_west";

  /** Of the tenant's keys at the source; at the target they begin with its name. */
  public static final String PREFIX = "tenants/acme/";

  public final S3Client s3;
  public final String shared;
  public final String dedicated;
  public final MemoryBook book = new MemoryBook();
  public final Settings settings;
  public final ObjectCells cells;
  public final Move move;

  /** How a test's cells differ from the usual ones. */
  public record Setting(
      UnaryOperator<ObjectsCell> source,
      UnaryOperator<Optional<ObjectsCell>> target,
      Optional<PostgresCell> postgres,
      Map<String, String> other,
      Options options) {
    public static final Setting USUAL =
        new Setting(c -> c, c -> c, Optional.empty(), Map.of(), Options.NONE);

    public Setting source(UnaryOperator<ObjectsCell> change) {
      return new Setting(change, target, postgres, other, options);
    }

    public Setting target(UnaryOperator<Optional<ObjectsCell>> change) {
      return new Setting(source, change, postgres, other, options);
    }

    public Setting postgres(PostgresCell cell) {
      return new Setting(source, target, Optional.of(cell), other, options);
    }

    public Setting other(Map<String, String> settings) {
      return new Setting(source, target, postgres, settings, options);
    }

    public Setting options(Options asked) {
      return new Setting(source, target, postgres, other, asked);
    }

    /** Fenced by the bucket's policy. */
    public Setting fenced() {
      return source(c -> changed(c, c.bucket(), c.prefix(), c.verify(), Fence.BUCKET_POLICY));
    }

    public Setting verify(Verify verify) {
      return source(c -> changed(c, c.bucket(), c.prefix(), verify, c.fence()));
    }
  }

  private TwoBuckets(URI endpoint, Setting setting) {
    s3 = S3.client(endpoint);
    shared = ObjectServers.freshBucket(s3);
    dedicated = ObjectServers.freshBucket(s3);
    ObjectsCell source = setting.source().apply(cell(endpoint, shared, "tenants/{tenant}"));
    Optional<ObjectsCell> target =
        setting.target().apply(Optional.of(cell(endpoint, dedicated, "{tenant}/")));
    settings =
        new Settings(
            new Settings.Database("jdbc:postgresql://127.0.0.1:1/none", "none", "none"),
            Path.of("none"),
            Path.of("none"),
            Limits.DEFAULTS,
            Map.of(
                SOURCE,
                new Cell(SOURCE, 8, 0, CellParts.of(setting.postgres(), Optional.of(source))),
                TARGET,
                new Cell(
                    TARGET,
                    8,
                    0,
                    target.stream().map(CellPart.class::cast).toList(),
                    ApplicationCell.NONE,
                    setting.other())));
    cells = new ObjectCells(settings, Turns.ALONE);
    move =
        new Move(
            "m1",
            "j1",
            Tenant.named("acme"),
            SOURCE,
            TARGET,
            setting.options(),
            1,
            new Position(Phase.SNAPSHOT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE));
  }

  public static TwoBuckets onProxy(Setting setting) {
    return new TwoBuckets(ObjectServers.proxy().endpoint(), setting);
  }

  /** Through something that stands in front of a server. */
  public static TwoBuckets on(URI endpoint, Setting setting) {
    return new TwoBuckets(endpoint, setting);
  }

  public static TwoBuckets onMock(Setting setting) {
    return new TwoBuckets(ObjectServers.mock().endpoint(), setting);
  }

  private static ObjectsCell cell(URI endpoint, String bucket, String prefix) {
    return Stores.objects(endpoint, bucket, prefix, 8, 8L << 20);
  }

  /** The same cell, with these settings. */
  public static ObjectsCell changed(
      ObjectsCell c, String bucket, String prefix, Verify verify, Fence fence) {
    return new ObjectsCell(
        c.endpoint(),
        c.region(),
        bucket,
        prefix,
        c.keys(),
        c.pathStyle(),
        verify,
        fence,
        c.parallelism(),
        c.partBytes());
  }

  public void put(String name, String content) {
    put(name, content, c -> {});
  }

  /** Into the source. */
  public void put(String name, String content, Consumer<PutObjectRequest.Builder> attributes) {
    putAt(shared, PREFIX + name, content, attributes);
  }

  /** Into the target. */
  public void putThere(String name, String content, Consumer<PutObjectRequest.Builder> attributes) {
    putAt(dedicated, "acme/" + name, content, attributes);
  }

  public void putAt(
      String bucket, String key, String content, Consumer<PutObjectRequest.Builder> attributes) {
    s3.putObject(
        c -> attributes.accept(c.bucket(bucket).key(key)),
        RequestBody.fromBytes(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** In parts of these contents; all but the last must have 5 MiB at least. */
  public void putParts(String bucket, String key, List<byte[]> parts) {
    String id = s3.createMultipartUpload(c -> c.bucket(bucket).key(key)).uploadId();
    List<software.amazon.awssdk.services.s3.model.CompletedPart> done = new java.util.ArrayList<>();
    for (byte[] part : parts) {
      int number = done.size() + 1;
      String etag =
          s3.uploadPart(
                  c -> c.bucket(bucket).key(key).uploadId(id).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      done.add(
          software.amazon.awssdk.services.s3.model.CompletedPart.builder()
              .partNumber(number)
              .eTag(etag)
              .build());
    }
    s3.completeMultipartUpload(
        c -> c.bucket(bucket).key(key).uploadId(id).multipartUpload(m -> m.parts(done)));
  }

  public void deleteThere(String name) {
    s3.deleteObject(c -> c.bucket(dedicated).key("acme/" + name));
  }

  public void deleteHere(String name) {
    s3.deleteObject(c -> c.bucket(shared).key(PREFIX + name));
  }

  /** Lists the source into the book. */
  public void list() {
    for (List<ObjectEntry> page : cells.source(move).pages("")) {
      book.append(move, page, false);
    }
    book.append(move, List.of(), true);
  }

  /** Copies by other means than the product's what the book lists. */
  public void copy() {
    for (ObjectEntry entry : book.entries(move, 1, Long.MAX_VALUE)) {
      String key = PREFIX + entry.name();
      ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(c -> c.bucket(shared).key(key));
      GetObjectResponse head = object.response();
      PutObjectRequest.Builder put =
          PutObjectRequest.builder()
              .bucket(dedicated)
              .key("acme/" + entry.name())
              .contentType(head.contentType())
              .contentEncoding(head.contentEncoding())
              .contentDisposition(head.contentDisposition())
              .contentLanguage(head.contentLanguage())
              .cacheControl(head.cacheControl())
              .storageClass(head.storageClassAsString())
              .metadata(head.metadata());
      List<Tag> tags = tags(key);
      if (!tags.isEmpty()) {
        put.tagging(Tagging.builder().tagSet(tags).build());
      }
      if (head.expiresString() != null) {
        put.overrideConfiguration(c -> c.putHeader("Expires", head.expiresString()));
      }
      String etag = s3.putObject(put.build(), RequestBody.fromBytes(object.asByteArray())).eTag();
      book.written(
          move, List.of(entry.writtenAs(new ObjectEntry.Written(etag.replace("\"", ""), ""))));
    }
  }

  private List<Tag> tags(String key) {
    try {
      return s3.getObjectTagging(c -> c.bucket(shared).key(key)).tagSet();
    } catch (S3Exception none) {
      return List.of();
    }
  }

  @Override
  public void close() {
    cells.close();
    ObjectServers.empty(s3, shared);
    ObjectServers.empty(s3, dedicated);
    s3.close();
  }
}
