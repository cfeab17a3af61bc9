package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.Places;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Sizes;
import dev.rehome.store.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects that would be moved, and those that are where they would go. */
final class SourceProblems {
  private static final String QUOTA = "quota-storage-bytes";

  private final BucketSide source;
  private final BucketSide target;

  SourceProblems(BucketSide source, BucketSide target) {
    this.source = source;
    this.target = target;
  }

  /** Of a source whose target cannot be looked at. */
  static List<Finding> alone(BucketSide source) {
    Walk walk = new Walk(source, source);
    source.listed().forEach(page -> page.forEach(walk::see));
    return all(source, walk, /* streamed= */ true);
  }

  private static List<Finding> all(BucketSide source, Walk walk, boolean streamed) {
    List<Finding> findings = new ArrayList<>(walk.findings());
    findings.addAll(ObjectSample.problems(source, walk.sample(), streamed));
    findings.addAll(Hidden.problems(source));
    return findings;
  }

  List<Finding> find(Move move, ObjectCells cells, Gauge gauge) {
    boolean mirrored = move.options().mirrored();
    Taken taken = mirrored ? new Taken() : Taken.of(target);
    FewNames inTheWay = new FewNames();
    Walk walk = new Walk(source, target);
    long seen = 0;
    for (List<S3Object> page : source.listed()) {
      seen += page.size();
      gauge.at(move, ObjectsProblems.COMPONENT, "listing", seen, 0);
      page.forEach(walk::see);
      if (!inTheWay.isFull()) {
        there(page, taken).forEach(inTheWay::add);
      }
    }
    List<Finding> findings = all(source, walk, !Places.oneClient(source, target));
    if (!inTheWay.isEmpty()) {
      findings.add(
          Finding.blocking(
              ObjectsProblems.COMPONENT,
              target.toString(),
              "holds objects of names that would be written: "
                  + inTheWay
                  + (inTheWay.isFull() ? ", perhaps more" : ""),
              "delete them there if they are of no use, wait for the clean-up of an earlier move,"
                  + " or ask for a mirrored move if they are the copy"));
    } else if (taken.objects() > 0) {
      findings.add(
          Finding.note(
              ObjectsProblems.COMPONENT,
              target.toString(),
              "holds %,d other objects, %,d bytes".formatted(taken.objects(), taken.bytes()),
              "nothing need be done: they are left as they are, and will be the tenant's"));
    }
    quota(move, cells, walk.bytes() + taken.bytes()).ifPresent(findings::add);
    return findings;
  }

  private List<String> there(List<S3Object> page, Taken taken) {
    List<String> candidates =
        page.stream().map(object -> source.name(object.key())).filter(taken::mayHold).toList();
    List<Boolean> found = target.each(candidates, this::isThere);
    List<String> there = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (found.get(i)) {
        there.add(candidates.get(i));
      }
    }
    return there;
  }

  private boolean isThere(String name) {
    HeadObjectRequest request =
        HeadObjectRequest.builder().bucket(target.bucket()).key(target.key(name)).build();
    return Answers.unless(
            Set.of(Answers.NOT_FOUND),
            () -> target.call("HeadObject", name, s3 -> s3.headObject(request)))
        .isPresent();
  }

  private Optional<Finding> quota(Move move, ObjectCells cells, long bytes) {
    Optional<String> given =
        cells.cell(move.target()).map(Cell::other).map(other -> other.get(QUOTA));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> most = Sizes.bytes(given.get(), Long.MAX_VALUE);
    if (most.isPresent() && bytes <= most.get()) {
      return Optional.empty();
    }
    String setting = "rehome.cell.%s.%s".formatted(move.target(), QUOTA);
    return Optional.of(
        most.isEmpty()
            ? Finding.blocking(
                ObjectsProblems.COMPONENT,
                target.toString(),
                setting + " is no size: " + given.get(),
                "give a number of bytes, or one with KiB, MiB, GiB or TiB")
            : Finding.blocking(
                ObjectsProblems.COMPONENT,
                target.toString(),
                "it would hold %,d bytes, %s allows %,d".formatted(bytes, setting, most.get()),
                "raise the quota, or let the tenant delete objects"));
  }
}
