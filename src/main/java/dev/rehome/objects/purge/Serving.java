package dev.rehome.objects.purge;

import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.Places;
import dev.rehome.store.Leftover;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/** The cell that serves the tenant now, before the last copy elsewhere is deleted. Reads only. */
final class Serving {
  private Serving() {}

  /** {@code MoveFailed} when it has no objects, or they are those that would be deleted. */
  static BucketSide side(ObjectCells cells, Leftover leftover) {
    BucketSide serving = cells.side(leftover.serving(), leftover.move().tenant());
    BucketSide source = cells.source(leftover.move());
    if (Places.overlap(source, serving)) {
      throw new MoveFailed(
          "%s and %s, which serves the tenant, are the same place, or one lies in the other"
              .formatted(source, serving));
    }
    return serving;
  }

  /** Those of the names that it does not hold. */
  static FewNames lacking(BucketSide serving, List<String> names) {
    List<Boolean> held = serving.each(names, name -> holds(serving, name));
    FewNames lacking = new FewNames();
    for (int i = 0; i < names.size(); i++) {
      if (!held.get(i)) {
        lacking.add(names.get(i));
      }
    }
    return lacking;
  }

  private static boolean holds(BucketSide serving, String name) {
    HeadObjectRequest request =
        HeadObjectRequest.builder().bucket(serving.bucket()).key(serving.key(name)).build();
    return Answers.unless(
            Set.of(Answers.NOT_FOUND),
            () -> serving.call("HeadObject", name, s3 -> s3.headObject(request)))
        .isPresent();
  }
}
