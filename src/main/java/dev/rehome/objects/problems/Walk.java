package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.XmlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What the listing of the source shows of each object. Not thread safe. */
final class Walk {
  /** So many of the first objects are looked at one by one. */
  static final int SAMPLE_MOST = 200;

  static final int KEY_BYTES_MOST = 1024;

  /** 10,000 parts of 256 MiB, the largest that we hold in memory. */
  static final long OBJECT_BYTES_MOST = 10_000L * (256L << 20);

  /** They must be restored before they can be read. */
  private static final Set<String> ARCHIVED = Set.of("GLACIER", "DEEP_ARCHIVE");

  private final BucketSide source;
  private final String newPrefix;
  private final long wholeMost;
  private final List<String> sample = new ArrayList<>();
  private final FewNames archived = new FewNames();
  private final FewNames longKeys = new FewNames();
  private final FewNames nulKeys = new FewNames();
  private final FewNames huge = new FewNames();
  private final FewNames unwritable = new FewNames();
  private boolean nameless;
  private long bytes;

  /**
   * A walk.
   *
   * @param target tells what the keys will begin with, and what is copied in parts
   */
  Walk(BucketSide source, BucketSide target) {
    this.source = source;
    this.newPrefix = target.prefix();
    this.wholeMost = 3 * target.settings().partBytes();
  }

  void see(S3Object object) {
    String name = source.name(object.key());
    bytes += object.size();
    if (sample.size() < SAMPLE_MOST) {
      sample.add(name);
    }
    nameless |= (newPrefix + name).isEmpty();
    String storage = object.storageClassAsString();
    if (storage != null && ARCHIVED.contains(storage)) {
      archived.add(name);
    }
    if ((newPrefix + name).getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_MOST) {
      longKeys.add(name);
    }
    if (name.indexOf('\0') >= 0) {
      nulKeys.add(name);
    }
    if (object.size() > wholeMost && !XmlText.holds(name)) {
      unwritable.add(name);
    }
    if (object.size() > OBJECT_BYTES_MOST) {
      huge.add(name);
    }
  }

  List<String> sample() {
    return sample;
  }

  long bytes() {
    return bytes;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    tell(
        findings,
        archived,
        "%,d objects are archived and cannot be read: %s",
        "restore them, and copy each onto itself in a class that can be read at once");
    tell(
        findings,
        longKeys,
        "%,d keys are longer than 1024 bytes under the new prefix: %s",
        "shorten the target's prefix, or the keys");
    tell(
        findings,
        unwritable,
        "%,d objects are large enough to be copied in parts and have control characters in their"
            + " keys, which the answers to an upload cannot hold: %s",
        "give these objects other keys, or raise the target's objects.part-bytes");
    tell(findings, nulKeys, "%,d keys hold a NUL: %s", "give these objects other keys");
    tell(
        findings,
        huge,
        "%,d objects are larger than 10,000 parts of 256 MiB: %s",
        "move them by other means, or split them");
    if (nameless) {
      findings.add(
          Finding.blocking(
              ObjectsProblems.COMPONENT,
              source.toString(),
              "the object %s (a folder's marker) would have no key at the target, where the prefix is empty"
                  .formatted(source.prefix()),
              "delete it, or give the target a prefix"));
    }
    return findings;
  }

  private void tell(List<Finding> findings, FewNames names, String problem, String remedy) {
    if (!names.isEmpty()) {
      findings.add(
          Finding.blocking(
              ObjectsProblems.COMPONENT,
              source.toString(),
              problem.formatted(names.count(), names),
              remedy));
    }
  }
}
