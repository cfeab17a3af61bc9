package dev.rehome.objects;

import dev.rehome.objects.TwoBuckets.Setting;
import java.util.function.*;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.*;

final class DebugTest {
  static void say(String what, Supplier<Object> s) {
    try {
      System.out.println("DBG " + what + ": " + s.get());
    } catch (Exception e) {
      System.out.println("DBG " + what + " !! " + e.getMessage());
    }
  }

  static void all(TwoBuckets two) {
    two.put("a.txt", "hello");
    two.s3.putObject(
        c -> c.bucket(two.shared).key("tenants/acme/b").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        software.amazon.awssdk.core.sync.RequestBody.fromString("x"));
    say("head plain", () -> two.s3.headObject(c -> c.bucket(two.shared).key("tenants/acme/b")));
    say(
        "head",
        () ->
            two.s3.headObject(
                c -> c.bucket(two.shared).key("tenants/acme/b").checksumMode("ENABLED")));
    say(
        "get",
        () ->
            two.s3
                .getObjectAsBytes(
                    c -> c.bucket(two.shared).key("tenants/acme/b").checksumMode("ENABLED"))
                .response());
    say(
        "attr",
        () ->
            two.s3.getObjectAttributes(
                c ->
                    c.bucket(two.shared)
                        .key("tenants/acme/b")
                        .objectAttributes(ObjectAttributes.CHECKSUM)));
    say("list", () -> two.s3.listObjectsV2(c -> c.bucket(two.shared)));
    say("versioning", () -> two.s3.getBucketVersioning(c -> c.bucket(two.shared)));
    say(
        "versions",
        () -> two.s3.listObjectVersions(c -> c.bucket(two.shared).prefix("tenants/acme/")));
    say("acl", () -> two.s3.getObjectAcl(c -> c.bucket(two.shared).key("tenants/acme/b")));
    say("lockconf", () -> two.s3.getObjectLockConfiguration(c -> c.bucket(two.shared)));
    say("tags", () -> two.s3.getObjectTagging(c -> c.bucket(two.shared).key("tenants/acme/b")));
    say(
        "create upload",
        () -> two.s3.createMultipartUpload(c -> c.bucket(two.shared).key("tenants/acme/up")));
    say(
        "uploads",
        () -> two.s3.listMultipartUploads(c -> c.bucket(two.shared).prefix("tenants/acme/")));
    say("list none", () -> two.s3.listObjectsV2(c -> c.bucket("no-such-bucket-at-all").maxKeys(1)));
    say(
        "glacier",
        () ->
            two.s3.putObject(
                c -> c.bucket(two.shared).key("tenants/acme/g").storageClass("GLACIER"),
                software.amazon.awssdk.core.sync.RequestBody.fromString("x")));
    say("list", () -> two.s3.listObjectsV2(c -> c.bucket(two.shared).prefix("tenants/acme/g")));
    say(
        "acl public",
        () ->
            two.s3.putObjectAcl(
                c -> c.bucket(two.shared).key("tenants/acme/b").acl("public-read")));
    say("acl", () -> two.s3.getObjectAcl(c -> c.bucket(two.shared).key("tenants/acme/b")));
    say(
        "create lock bucket",
        () ->
            two.s3.createBucket(
                c -> c.bucket(two.shared + "-lock").objectLockEnabledForBucket(true)));
    say(
        "put retention",
        () ->
            two.s3.putObject(
                c ->
                    c.bucket(two.shared + "-lock")
                        .key("tenants/acme/l")
                        .objectLockLegalHoldStatus("ON"),
                software.amazon.awssdk.core.sync.RequestBody.fromString("x")));
    say(
        "head lock",
        () -> two.s3.headObject(c -> c.bucket(two.shared + "-lock").key("tenants/acme/l")));
    say(
        "legalhold",
        () -> two.s3.getObjectLegalHold(c -> c.bucket(two.shared + "-lock").key("tenants/acme/l")));
    say("lockconf", () -> two.s3.getObjectLockConfiguration(c -> c.bucket(two.shared + "-lock")));
    say(
        "enable versions",
        () ->
            two.s3.putBucketVersioning(
                c -> c.bucket(two.shared).versioningConfiguration(v -> v.status("Enabled"))));
    two.put("a.txt", "hello2");
    say(
        "versions",
        () -> two.s3.listObjectVersions(c -> c.bucket(two.shared).prefix("tenants/acme/")));
  }

  @Test
  void mock() {
    try (TwoBuckets two = TwoBuckets.onMock(Setting.USUAL)) {
      all(two);
    }
  }

  @Test
  void proxy() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      all(two);
    }
  }
}
