package dev.rehome.objects;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Deletes objects of a cell: one request for all, and every item of its answer looked at. Those
 * whose keys a request's body cannot hold are deleted one by one. One that is gone already is
 * deleted. The side's gate runs directly before each try of each request.
 *
 * <p>Errors: {@code PassingFault} when some were not deleted, and another try may delete them;
 * {@code MoveFailed} naming one that was not, otherwise.
 */
public final class Deletes {
  private Deletes() {}

  /**
   * Deletes them; what may pass is tried again.
   *
   * @param names at most {@link BucketSide#PAGE}
   */
  public static void of(BucketSide side, List<String> names) {
    delete(side, names, /* once= */ false);
  }

  /** The same, each request tried once: for who must look anew before another try. */
  public static void onceOf(BucketSide side, List<String> names) {
    delete(side, names, /* once= */ true);
  }

  private static void delete(BucketSide side, List<String> names, boolean once) {
    List<String> together = names.stream().filter(name -> XmlText.holds(side.key(name))).toList();
    if (!together.isEmpty()) {
      DeleteObjectsRequest request = request(side, together);
      DeleteObjectsResponse answer =
          send(side, once, "DeleteObjects", together.get(0), s3 -> s3.deleteObjects(request));
      Undeleted.require(side, answer.errors());
    }
    for (String name : names) {
      if (!XmlText.holds(side.key(name))) {
        DeleteObjectRequest request =
            DeleteObjectRequest.builder().bucket(side.bucket()).key(side.key(name)).build();
        send(side, once, "DeleteObject", name, s3 -> s3.deleteObject(request));
      }
    }
  }

  private static <T> T send(
      BucketSide side, boolean once, String operation, String name, Function<S3Client, T> request) {
    return once ? side.callOnce(operation, name, request) : side.call(operation, name, request);
  }

  private static DeleteObjectsRequest request(BucketSide side, List<String> names) {
    List<ObjectIdentifier> keys =
        names.stream().map(name -> ObjectIdentifier.builder().key(side.key(name)).build()).toList();
    return DeleteObjectsRequest.builder()
        .bucket(side.bucket())
        .delete(delete -> delete.objects(keys).quiet(true))
        .build();
  }
}
