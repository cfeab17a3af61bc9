package dev.rehome.objects.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Options;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.objects.settings.ObjectsCell.Fence;
import dev.rehome.objects.settings.ObjectsCell.Verify;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Every finding is shown what it is there for, and changes nothing. */
final class ObjectsProblemsTest {
  private static List<String> found(Setting setting, Consumer<TwoBuckets> planted) {
    try (TwoBuckets two = TwoBuckets.onProxy(setting)) {
      two.put("a.txt", "hello");
      planted.accept(two);
      return new ObjectsProblems(two.cells)
          .find(two.move).stream().map(f -> (f.blocks() ? "BLOCKS " : "") + line(two, f)).toList();
    }
  }

  private static String line(TwoBuckets two, Finding finding) {
    return finding.line().replace(two.shared, "SHARED").replace(two.dedicated, "DEDICATED");
  }

  private static String one(Setting setting, Consumer<TwoBuckets> planted) {
    List<String> found = found(setting, planted);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Options options(boolean mirrored, List<String> leaveBehind) {
    return new Options(
        OptionalInt.empty(), OptionalInt.empty(), false, false, mirrored, leaveBehind);
  }

  private static ObjectsCell placed(ObjectsCell c, String bucket, String prefix) {
    return TwoBuckets.changed(c, bucket, prefix, c.verify(), c.fence());
  }

  @Test
  void aFoldersMarkerThatWouldHaveNoKeyIsToldWhereTheTargetsPrefixIsEmpty() {
    Setting whole = Setting.USUAL.target(cell -> cell.map(c -> placed(c, c.bucket(), "")));
    assertThat(found(whole, two -> two.put("", "")))
        .anyMatch(
            line ->
                line.startsWith("BLOCKS ")
                    && line.contains("tenants/acme/ (a folder's marker) would have no key"));
    assertThat(found(Setting.USUAL, two -> two.put("", "")))
        .noneMatch(line -> line.startsWith("BLOCKS "));
  }

  @Test
  void theSamePlaceByAnotherSpellingIsTheSamePlace() {
    Setting same =
        Setting.USUAL
            .source(c -> placed(c, "one-bucket", "a/{tenant}"))
            .target(cell -> cell.map(c -> at(placed(c, "one-bucket", ""), "localhost")));
    assertThat(found(same, two -> two.s3.createBucket(c -> c.bucket("one-bucket"))))
        .anyMatch(line -> line.startsWith("BLOCKS ") && line.contains("are the same place"));
  }

  private static ObjectsCell at(ObjectsCell c, String host) {
    String endpoint = c.endpoint().orElseThrow().toString().replace("127.0.0.1", host) + "/";
    return new ObjectsCell(
        Optional.of(URI.create(endpoint)),
        c.region(),
        c.bucket(),
        c.prefix(),
        c.keys(),
        c.pathStyle(),
        c.verify(),
        c.fence(),
        c.parallelism(),
        c.partBytes());
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    assertThat(found(Setting.USUAL, two -> {})).isEmpty();
  }

  @Test
  void aTargetWithoutObjectsBlocksUnlessTheyAreLeftBehind() {
    Setting lacking = Setting.USUAL.target(c -> Optional.empty());
    assertThat(one(lacking, two -> {}))
        .startsWith("BLOCKS objects: us_east SHARED/tenants/acme/")
        .contains("cell us_east has objects, cell us_west has none")
        .contains("leave-behind: [objects]");
    assertThat(found(lacking.options(options(false, List.of("objects"))), two -> {})).isEmpty();
  }

  @Test
  void aBucketThatIsNotThereBlocks() {
    Setting none = Setting.USUAL.target(c -> c.map(t -> placed(t, "no-such-bucket", "")));
    assertThat(one(none, two -> {}))
        .startsWith("BLOCKS objects: us_west no-such-bucket/")
        .contains("create bucket no-such-bucket, or correct rehome.cell.us_west.objects.bucket");
  }

  @Test
  void aWrongSecretBlocks() {
    Setting wrong =
        Setting.USUAL.source(
            c ->
                new ObjectsCell(
                    c.endpoint(),
                    c.region(),
                    c.bucket(),
                    c.prefix(),
                    Optional.of(new ObjectsCell.Keys("sandbox", "wrong")),
                    true,
                    Verify.SHA256,
                    Fence.OBSERVED,
                    8,
                    8L << 20));
    assertThat(one(wrong, two -> {}))
        .startsWith("BLOCKS objects: us_east SHARED/tenants/acme/")
        .contains("403")
        .contains("rehome.cell.us_east.objects.access-key");
  }

  @Test
  void theSamePlaceOnBothSidesBlocks() {
    assertThat(
            found(
                Setting.USUAL
                    .source(c -> placed(c, "shared-by-both", "tenants/{tenant}"))
                    .target(c -> c.map(t -> placed(t, "shared-by-both", "tenants/"))),
                two -> {}))
        .anyMatch(line -> line.startsWith("BLOCKS") && line.contains("are the same place"));
  }

  @Test
  void aSharedCellWhoseSettingsDoNotTellTenantsApartBlocks() {
    PostgresCell shared =
        new PostgresCell(
            new Settings.Database("jdbc:postgresql://127.0.0.1:1/none", "none", "none"),
            Isolation.ROW,
            List.of("public"),
            Optional.of("tenant_id"),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of());
    assertThat(
            one(
                Setting.USUAL.postgres(shared).source(c -> placed(c, c.bucket(), "tenants/acme/")),
                two -> {}))
        .startsWith("BLOCKS")
        .contains("neither bucket nor prefix tells them apart")
        .contains(
            "put {tenant} or {id} into rehome.cell.us_east.objects.bucket, or with a / behind it"
                + " into .prefix");
    assertThat(found(Setting.USUAL.postgres(shared), two -> {})).isEmpty();
  }

  @Test
  void anObjectInTheWayBlocksUnlessTheMoveIsMirrored() {
    Consumer<TwoBuckets> planted =
        two -> {
          two.putThere("a.txt", "ours?", c -> {});
          two.putThere("z.txt", "stranger", c -> {});
        };
    assertThat(one(Setting.USUAL, planted))
        .startsWith("BLOCKS objects: us_west DEDICATED/acme/")
        .contains("names that would be written: a.txt;");
    assertThat(found(Setting.USUAL.options(options(true, List.of())), planted)).isEmpty();
  }

  @Test
  void strangersInTheTargetAreTold() {
    assertThat(one(Setting.USUAL, two -> two.putThere("z.txt", "stranger", c -> {})))
        .startsWith("objects: us_west DEDICATED/acme/")
        .contains("holds 1 other objects, 8 bytes");
  }

  @Test
  void aQuotaThatIsTooSmallBlocks() {
    assertThat(one(Setting.USUAL.other(Map.of("quota-storage-bytes", "4")), two -> {}))
        .startsWith("BLOCKS")
        .contains("it would hold 5 bytes, rehome.cell.us_west.quota-storage-bytes allows 4");
    assertThat(found(Setting.USUAL.other(Map.of("quota-storage-bytes", "1KiB")), two -> {}))
        .isEmpty();
  }

  @Test
  void archivedObjectsBlock() {
    assertThat(
            one(
                Setting.USUAL,
                two -> two.put("old", "x", c -> c.storageClass(StorageClass.GLACIER))))
        .startsWith("BLOCKS")
        .contains("1 objects are archived and cannot be read: old");
  }

  @Test
  void anAclThatLetsOthersInIsTold() {
    assertThat(
            one(
                Setting.USUAL,
                two ->
                    two.s3.putObjectAcl(
                        c ->
                            c.bucket(two.shared)
                                .key(TwoBuckets.PREFIX + "a.txt")
                                .acl(ObjectCannedACL.PUBLIC_READ))))
        .startsWith("objects:")
        .contains("1 of 1 objects looked at have ACLs that let in others");
  }

  @Test
  void openUploadsAreTold() {
    assertThat(
            one(
                Setting.USUAL,
                two ->
                    two.s3.createMultipartUpload(
                        c -> c.bucket(two.shared).key(TwoBuckets.PREFIX + "big"))))
        .startsWith("objects:")
        .contains("1 uploads are open: big (since 2");
  }

  @Test
  void olderVersionsAreTold() {
    assertThat(
            one(
                Setting.USUAL,
                two -> {
                  two.s3.putBucketVersioning(
                      c ->
                          c.bucket(two.shared)
                              .versioningConfiguration(
                                  v -> v.status(BucketVersioningStatus.ENABLED)));
                  two.put("a.txt", "hello again");
                }))
        .startsWith("objects:")
        .contains("older versions")
        .contains("a.txt");
  }

  @Test
  void aVersionedTargetIsTold() {
    assertThat(
            one(
                Setting.USUAL,
                two ->
                    two.s3.putBucketVersioning(
                        c ->
                            c.bucket(two.dedicated)
                                .versioningConfiguration(
                                    v -> v.status(BucketVersioningStatus.ENABLED)))))
        .contains("what a rollback deletes stays as an older version");
  }

  @Test
  void whatAListingShowsOfAnObjectIsTold() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      BucketSide target = two.cells.target(two.move);
      Walk walk =
          new Walk(
              two.cells.source(two.move),
              new BucketSide(target.cell(), target.client(), target.bucket(), "p".repeat(100)));
      see(walk, "x".repeat(924), 1);
      assertThat(walk.findings()).isEmpty();
      see(walk, "é".repeat(463), 1);
      see(walk, "nul\0", 1);
      see(walk, "control\u001e", 1);
      see(walk, "larger\u001e", 3 * (8L << 20) + 1);
      see(walk, "huge", Walk.OBJECT_BYTES_MOST + 1);
      assertThat(walk.findings())
          .extracting(Finding::problem)
          .anyMatch(p -> p.startsWith("1 keys are longer than 1024 bytes"))
          .anyMatch(p -> p.equals("1 keys hold a NUL: nul?"))
          .anyMatch(
              p ->
                  p.startsWith("1 objects are large enough to be copied in parts")
                      && p.endsWith(": larger?"))
          .anyMatch(p -> p.equals("1 objects are larger than 10,000 parts of 256 MiB: huge"))
          .hasSize(4);
    }
  }

  private static void see(Walk walk, String name, long bytes) {
    walk.see(S3Object.builder().key(TwoBuckets.PREFIX + name).size(bytes).build());
  }
}
