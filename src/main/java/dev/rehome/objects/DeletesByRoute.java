package dev.rehome.objects;

import dev.rehome.store.Routes;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;

/**
 * Deletes through the route {@code object-requests}, to which each cell's client is known as {@code
 * s3-CELL}; by the client itself as long as no pipeline is started. Thread safe.
 */
public final class DeletesByRoute implements Deletes {
  private static final String ROUTE = "object-requests";

  private final Routes routes;
  private final Deletes deletes = new DeletesByClient(this::send);

  public DeletesByRoute(Routes routes) {
    this.routes = routes;
  }

  @Override
  public void delete(BucketSide side, List<String> names) {
    deletes.delete(side, names);
  }

  private DeleteObjectsResponse send(BucketSide side, DeleteObjectsRequest request) {
    String client = "s3-" + side.cell();
    routes.bind(client, side.client().s3());
    return routes
        .ask(ROUTE, request, Map.of("object-store", client), DeleteObjectsResponse.class)
        .orElseGet(() -> side.client().s3().deleteObjects(request));
  }
}
