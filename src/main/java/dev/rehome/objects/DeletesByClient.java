package dev.rehome.objects;

import java.util.List;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** By the cell's own client. */
public final class DeletesByClient implements Deletes {
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
        side, side.call("DeleteObjects", names.get(0), s3 -> s3.deleteObjects(request)).errors());
  }
}
