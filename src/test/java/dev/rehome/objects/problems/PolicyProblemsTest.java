package dev.rehome.objects.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Move;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.objects.policy.OwnStatement;
import dev.rehome.objects.settings.ObjectsCell.Fence;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.sandbox.servers.PolicyFront;
import dev.rehome.sandbox.servers.PolicyFront.Operation;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What keeps a policy from being a fence is found before the move, and nothing is changed. */
final class PolicyProblemsTest {
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"%s\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::%s/%s*\"}]}";

  private static List<String> found(TwoBuckets two) {
    return new ObjectsProblems(two.cells)
        .find(two.move).stream().map(f -> (f.blocks() ? "BLOCKS " : "") + f.line()).toList();
  }

  private static List<String> at(URI endpoint) {
    try (TwoBuckets two = TwoBuckets.on(endpoint, Setting.USUAL.fenced())) {
      two.put("a", "b");
      return found(two);
    }
  }

  private static List<String> behind(Setting setting, BiConsumer<PolicyFront, TwoBuckets> planted)
      throws IOException {
    try (PolicyFront front = PolicyFront.of(ObjectServers.proxy().endpoint());
        TwoBuckets two = TwoBuckets.on(front.endpoint(), setting)) {
      two.put("a", "b");
      planted.accept(front, two);
      Optional<String> before = front.policy(two.shared);
      List<String> found = found(two);
      assertThat(front.changes()).isEmpty();
      assertThat(front.policy(two.shared)).isEqualTo(before);
      assertThat(two.s3.listMultipartUploads(c -> c.bucket(two.shared)).uploads()).isEmpty();
      return found;
    }
  }

  private static String one(BiConsumer<PolicyFront, TwoBuckets> planted) throws IOException {
    List<String> found = behind(Setting.USUAL.fenced(), planted);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static String policy(String sid, TwoBuckets two, String prefix) {
    return POLICY.formatted(sid, two.shared, prefix);
  }

  @Test
  void nothingIsFoundWhereAPolicyCanFence() throws IOException {
    assertThat(behind(Setting.USUAL.fenced(), (front, two) -> {})).isEmpty();
    assertThat(
            behind(
                Setting.USUAL.fenced(),
                (front, two) -> front.set(two.shared, policy("Theirs", two, "elsewhere/"))))
        .isEmpty();
  }

  @Test
  void aStoreWithoutPoliciesBlocks() {
    assertThat(at(ObjectServers.proxy().endpoint()))
        .singleElement()
        .asString()
        .startsWith("BLOCKS objects")
        .contains("PutBucketPolicy")
        .contains("501")
        .contains("the store has no bucket policies")
        .contains("set rehome.cell.us_east.objects.fence = observed");
  }

  /** S3Mock answers with a listing, and would delete the bucket if asked to delete its policy. */
  @Test
  void aStoreThatTakesThePolicyForSomethingElseBlocks() {
    assertThat(at(ObjectServers.mock().endpoint()))
        .singleElement()
        .asString()
        .startsWith("BLOCKS objects")
        .contains("the store's answer to GetBucketPolicy is no policy")
        .contains("set rehome.cell.us_east.objects.fence = observed");
  }

  @Test
  void aLackOfRightsBlocks() throws IOException {
    for (Operation operation : List.of(Operation.GET, Operation.PUT)) {
      assertThat(one((front, two) -> front.forbid(Set.of(operation))))
          .startsWith("BLOCKS objects")
          .contains("403 AccessDenied")
          .contains("s3:GetBucketPolicy, s3:PutBucketPolicy, s3:DeleteBucketPolicy");
    }
  }

  @Test
  void theFenceOfAnotherMoveBlocks() throws IOException {
    assertThat(
            one((front, two) -> front.set(two.shared, fence(two, Instant.now().plusSeconds(60)))))
        .startsWith("BLOCKS objects")
        .contains("move m9-3f fences the bucket (Sid RehomeFencem9X3fEpoch1 in its policy)")
        .contains("wait for its end");
    assertThat(
            behind(
                Setting.USUAL.fenced(),
                (front, two) -> front.set(two.shared, fence(two, Instant.now().minusSeconds(1)))))
        .isEmpty();
  }

  private static String fence(TwoBuckets two, Instant until) {
    String resource = "arn:aws:s3:::" + two.shared + "/tenants/other/*";
    OwnStatement own =
        new OwnStatement(OwnStatement.Kind.FENCE, "m9-3f", 1, resource, Optional.of(until));
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + own.json() + "]}";
  }

  @Test
  void aPolicyThatWouldBeTooLargeBlocks() throws IOException {
    assertThat(one((front, two) -> front.set(two.shared, policy("x".repeat(20_200), two, "none/"))))
        .startsWith("BLOCKS objects")
        .contains("20,480 are allowed");
  }

  @Test
  void keysThatMayNotWriteBlock() throws IOException {
    assertThat(one((front, two) -> front.set(two.shared, policy("Theirs", two, TwoBuckets.PREFIX))))
        .startsWith("BLOCKS objects")
        .contains("whether the fence refuses writes could not be seen")
        .contains("s3:PutObject");
  }

  @Test
  void aPrefixWithWildcardsBlocks() throws IOException {
    Setting wild =
        Setting.USUAL.source(
            c -> TwoBuckets.changed(c, c.bucket(), "a*b/", c.verify(), Fence.BUCKET_POLICY));
    assertThat(behind(wild, (front, two) -> {})).singleElement().asString().contains("*, ? or $");
  }

  @Test
  void aTargetThatRefusesTheTenantSinceItMovedBlocksWithoutTheRightToOpenIt() throws IOException {
    try (PolicyFront front = PolicyFront.of(ObjectServers.proxy().endpoint());
        TwoBuckets two = TwoBuckets.on(front.endpoint(), Setting.USUAL)) {
      Move before = two.move;
      front.set(
          two.dedicated,
          "{\"Statement\":[" + OwnStatement.moved(before, two.cells.target(before)).json() + "]}");
      assertThat(found(two)).isEmpty();
      front.forbid(Set.of(Operation.PUT));
      assertThat(found(two))
          .singleElement()
          .asString()
          .startsWith("BLOCKS objects: us_west")
          .contains("s3:PutBucketPolicy")
          .doesNotContain("observed");
      front.forbid(Set.of(Operation.GET));
      assertThat(found(two))
          .singleElement()
          .asString()
          .startsWith("BLOCKS objects: us_west")
          .contains("the bucket refuses writes")
          .contains("s3:GetBucketPolicy");
    }
  }

  @Test
  void anObservedSourceIsNotAskedForItsPolicy() throws IOException {
    assertThat(behind(Setting.USUAL, (front, two) -> front.forbid(Set.of(Operation.values()))))
        .isEmpty();
  }
}
