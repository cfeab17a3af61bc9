package dev.rehome.objects;

import java.util.List;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** One request for all, and every item of its answer looked at. */
public final class DeletesByClient implements Deletes {
  private final Way way;

  /** How the request goes to the store; it throws what the SDK throws. */
  @FunctionalInterface
  public interface Way {
    DeleteObjectsResponse send(BucketSide side, DeleteObjectsRequest request);
  }

  /** By the cell's own client. */
  public DeletesByClient() {
    this((side, request) -> side.client().s3().deleteObjects(request));
  }

  public DeletesByClient(Way way) {
    this.way = way;
  }

  @Override
  public void delete(BucketSide side, List<String> names) {
    List<ObjectIdentifier> keys =
        names.stream().map(name -> ObjectIdentifier.builder().key(side.key(name)).build()).toList();
    DeleteObjectsRequest request =
        DeleteObjectsRequest.builder()
            .bucket(side.bucket())
            .delete(delete -> delete.objects(keys).quiet(true))
            .build();
    Undeleted.require(
        side, side.call("DeleteObjects", names.get(0), s3 -> way.send(side, request)).errors());
  }
}
