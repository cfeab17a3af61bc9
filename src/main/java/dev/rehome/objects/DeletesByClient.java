package dev.rehome.objects;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** One request for all, and every item of its answer looked at. */
public final class DeletesByClient implements Deletes {
  private static final Way OWN = (side, request) -> side.client().s3().deleteObjects(request);

  private final Way way;
  private final boolean once;

  /** How the request goes to the store; it throws what the SDK throws. */
  @FunctionalInterface
  public interface Way {
    DeleteObjectsResponse send(BucketSide side, DeleteObjectsRequest request);
  }

  /** By the cell's own client. */
  public DeletesByClient() {
    this(OWN);
  }

  public DeletesByClient(Way way) {
    this(way, /* once= */ false);
  }

  private DeletesByClient(Way way, boolean once) {
    this.way = way;
    this.once = once;
  }

  /** By the cell's own client, each request tried once: the caller looks before another try. */
  public static DeletesByClient once() {
    return new DeletesByClient(OWN, /* once= */ true);
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
    Function<S3Client, DeleteObjectsResponse> send = s3 -> way.send(side, request);
    String operation = "DeleteObjects";
    DeleteObjectsResponse answer =
        once
            ? side.callOnce(operation, names.get(0), send)
            : side.call(operation, names.get(0), send);
    Undeleted.require(side, answer.errors());
  }
}
