package dev.rehome.objects.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehome.model.Move;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.CellClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * A statement of ours: whose it is stands in its Sid, which may have letters and digits only, e.g.
 * {@code RehomeFencem7X3fa9Epoch3} for move {@code m7-3fa9}.
 *
 * @param resource the ARN of what may not be written, ending in {@code *}
 * @param until when it ends by itself, by the store's clock, in whole seconds; empty: never
 */
public record OwnStatement(
    Kind kind, String move, long epoch, String resource, Optional<Instant> until) {
  /** What refuses writes. */
  public enum Kind {
    /** A move that is under way. Nobody may write, the mover included. */
    FENCE("Fence"),
    /** The tenant has left. The mover may write: to purge, or to bring the tenant back. */
    MOVED("Moved");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern SID = Pattern.compile("Rehome(Fence|Moved)([a-z0-9X]+)Epoch(\\d+)");
  private static final Pattern MOVE = Pattern.compile("[a-z0-9-]+");
  private static final List<String> WRITES =
      List.of("s3:PutObject*", "s3:DeleteObject*", "s3:RestoreObject", "s3:Replicate*");

  public OwnStatement {
    if (!MOVE.matcher(move).matches()) {
      throw new IllegalArgumentException(
          "a move's id in a Sid must have small letters, digits and hyphens only, got " + move);
    }
    until = until.map(then -> then.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The fence of a move on its tenant's objects. */
  public static OwnStatement fence(Move move, BucketSide side, Optional<Instant> until) {
    return new OwnStatement(Kind.FENCE, move.id(), move.epoch(), resource(side), until);
  }

  /** What stays at the source of a move that is done. */
  public static OwnStatement moved(Move move, BucketSide side) {
    return new OwnStatement(Kind.MOVED, move.id(), move.epoch(), resource(side), Optional.empty());
  }

  /** The ARN of everything below the side's prefix. */
  public static String resource(BucketSide side) {
    String partition = PartitionMetadata.of(Region.of(side.settings().region())).id();
    return "arn:%s:s3:::%s/%s*".formatted(partition, side.bucket(), side.prefix());
  }

  /** Those of a policy. */
  public static List<OwnStatement> in(PolicyText policy) {
    return policy.statements().stream().flatMap(node -> of(node).stream()).toList();
  }

  /** Those that moves have left when the tenant went away from there. */
  public static List<OwnStatement> left(PolicyText policy, BucketSide side) {
    String resource = resource(side);
    return in(policy).stream()
        .filter(own -> own.kind == Kind.MOVED && own.resource.equals(resource))
        .toList();
  }

  private static Optional<OwnStatement> of(JsonNode node) {
    Matcher sid = SID.matcher(node.path("Sid").asText());
    if (!sid.matches()) {
      return Optional.empty();
    }
    Kind kind = sid.group(1).equals(Kind.FENCE.word) ? Kind.FENCE : Kind.MOVED;
    return Optional.of(
        new OwnStatement(
            kind,
            sid.group(2).replace('X', '-'),
            Long.parseLong(sid.group(3)),
            node.path("Resource").asText(),
            until(node.at("/Condition/DateLessThan/aws:CurrentTime"))));
  }

  /** One that cannot be understood is taken to be over: such a fence is not to be relied on. */
  private static Optional<Instant> until(JsonNode time) {
    if (time.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(time.asText()));
    } catch (DateTimeException e) {
      return Optional.of(Instant.EPOCH);
    }
  }

  public String sid() {
    return "Rehome" + kind.word + move.replace('-', 'X') + "Epoch" + epoch;
  }

  /** Whether it is the fence of that move, at whatever epoch. */
  boolean fences(Move other) {
    return kind == Kind.FENCE && move.equals(other.id());
  }

  /** Whether it is what that move left when it was done. */
  boolean isMovedBy(Move other) {
    return kind == Kind.MOVED && move.equals(other.id());
  }

  /** Whether it is a fence that refuses writes at that time. */
  public boolean fencesAt(Instant now) {
    return kind == Kind.FENCE && until.map(now::isBefore).orElse(true);
  }

  /** The same with another deadline, under the epoch of this worker. */
  OwnStatement renewed(Move worker, Optional<Instant> deadline) {
    return new OwnStatement(kind, move, worker.epoch(), resource, deadline);
  }

  /** As it stands in a policy. */
  public String json() {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("Sid", sid()).put("Effect", "Deny").put("Principal", "*");
    node.set("Action", MAPPER.valueToTree(WRITES));
    node.put("Resource", resource);
    switch (kind) {
      case FENCE ->
          until.ifPresent(
              then ->
                  node.putObject("Condition")
                      .putObject("DateLessThan")
                      .put("aws:CurrentTime", then.toString()));
      case MOVED ->
          node.putObject("Condition")
              .putObject("StringNotLike")
              .put("aws:UserAgent", "*" + CellClient.USER_AGENT + "*");
    }
    return node.toString();
  }
}
