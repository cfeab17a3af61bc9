package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.HeaderText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;

/**
 * What no listing shows: some objects are asked for one by one, and the findings say of how many.
 */
final class ObjectSample {
  private enum Trait {
    OWN_KEY(
        true,
        "are encrypted by a key of the customer (SSE-C), or cannot be described",
        "write them again without one: their content cannot be read"),
    UNREADABLE(true, "may not be read", "let the keys read objects (s3:GetObject)"),
    TAGS_UNREADABLE(
        true,
        "may not be asked for their tags",
        "let the keys read tags (s3:GetObjectTagging): they would be lost without a word"),
    LOCKED(
        true,
        "are locked (retention or legal hold), and their copies would not be",
        "lift the locks, or move without the objects (leave-behind: [objects])"),
    NOT_CARRIED(
        true,
        "have other characters than ASCII in headers or user metadata, which no request carries as"
            + " they are",
        "write them encoded (RFC 2047, RFC 8187), or move within one store"),
    ARCHIVED(true, "are in an archive tier and cannot be read", "restore them before the move"),
    SHARED(
        false,
        "have ACLs that let in others than the owner; ACLs are not moved",
        "let others in at the target by a bucket policy, or set the ACLs after the move"),
    ACL_UNREADABLE(
        false,
        "may not be asked for their ACLs, which are not moved",
        "look at them yourself if ACLs are in use (s3:GetObjectAcl)");

    private final boolean blocks;
    private final String problem;
    private final String remedy;

    Trait(boolean blocks, String problem, String remedy) {
      this.blocks = blocks;
      this.problem = problem;
      this.remedy = remedy;
    }
  }

  private ObjectSample() {}

  /**
   * What is found.
   *
   * @param streamed whether objects go through this process, and not within the store
   */
  static List<Finding> problems(BucketSide source, List<String> names, boolean streamed) {
    List<Set<Trait>> seen = source.each(names, name -> traits(source, name, streamed));
    Map<Trait, FewNames> found = new EnumMap<>(Trait.class);
    for (int i = 0; i < names.size(); i++) {
      for (Trait trait : seen.get(i)) {
        found.computeIfAbsent(trait, t -> new FewNames()).add(names.get(i));
      }
    }
    List<Finding> findings = new ArrayList<>();
    found.forEach(
        (trait, few) ->
            findings.add(
                Finding.of(
                    trait.blocks,
                    ObjectsProblems.COMPONENT,
                    source.toString(),
                    "%,d of %,d objects looked at %s: %s"
                        .formatted(few.count(), names.size(), trait.problem, few),
                    trait.remedy)));
    return findings;
  }

  private static Set<Trait> traits(BucketSide source, String name, boolean streamed) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    try {
      HeadObjectRequest request =
          HeadObjectRequest.builder().bucket(source.bucket()).key(source.key(name)).build();
      HeadObjectResponse head = source.call("HeadObject", name, s3 -> s3.headObject(request));
      ofHead(head, traits);
      if (streamed && !isCarried(head)) {
        traits.add(Trait.NOT_CARRIED);
      }
    } catch (MoveFailed e) {
      switch (Answers.status(e)) {
        case Answers.BAD_REQUEST -> traits.add(Trait.OWN_KEY);
        case Answers.FORBIDDEN -> traits.add(Trait.UNREADABLE);
        case Answers.NOT_FOUND -> {} // deleted since it was listed
        default -> throw e;
      }
      return traits;
    }
    shared(source, name).ifPresent(traits::add);
    if (tagsAreHidden(source, name)) {
      traits.add(Trait.TAGS_UNREADABLE);
    }
    return traits;
  }

  private static boolean isCarried(HeadObjectResponse head) {
    boolean allTold = head.missingMeta() == null || head.missingMeta() == 0;
    return allTold
        && Stream.concat(
                head.metadata().values().stream(),
                Stream.of(
                        head.contentType(),
                        head.contentDisposition(),
                        head.contentLanguage(),
                        head.cacheControl())
                    .filter(Objects::nonNull))
            .allMatch(HeaderText::carries);
  }

  private static void ofHead(HeadObjectResponse head, Set<Trait> traits) {
    if (head.objectLockModeAsString() != null
        || head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON) {
      traits.add(Trait.LOCKED);
    }
    if (head.archiveStatusAsString() != null) {
      traits.add(Trait.ARCHIVED);
    }
  }

  private static Optional<Trait> shared(BucketSide source, String name) {
    GetObjectAclRequest request =
        GetObjectAclRequest.builder().bucket(source.bucket()).key(source.key(name)).build();
    try {
      return Answers.unless(
              Set.of(Answers.NOT_IMPLEMENTED, Answers.NOT_FOUND),
              () -> source.call("GetObjectAcl", name, s3 -> s3.getObjectAcl(request)))
          .filter(ObjectSample::letsOthersIn)
          .map(acl -> Trait.SHARED);
    } catch (MoveFailed e) {
      if (Answers.status(e) == Answers.FORBIDDEN) {
        return Optional.of(Trait.ACL_UNREADABLE);
      }
      throw e;
    }
  }

  private static boolean letsOthersIn(GetObjectAclResponse acl) {
    String owner = acl.owner() == null ? null : acl.owner().id();
    return acl.grants().stream()
        .anyMatch(grant -> grant.grantee().id() == null || !grant.grantee().id().equals(owner));
  }

  private static boolean tagsAreHidden(BucketSide source, String name) {
    GetObjectTaggingRequest request =
        GetObjectTaggingRequest.builder().bucket(source.bucket()).key(source.key(name)).build();
    try {
      source.call("GetObjectTagging", name, s3 -> s3.getObjectTagging(request));
      return false;
    } catch (MoveFailed e) {
      switch (Answers.status(e)) {
        case Answers.FORBIDDEN -> {
          return true;
        }
        case Answers.NOT_IMPLEMENTED, Answers.NOT_FOUND -> {
          return false;
        }
        default -> throw e;
      }
    }
  }
}
