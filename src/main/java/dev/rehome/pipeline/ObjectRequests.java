package dev.rehome.pipeline;

import dev.rehome.objects.BucketSide;
import dev.rehome.objects.Deletes;
import dev.rehome.objects.DeletesByClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;

/**
 * Deletes through the route {@code object-requests}, in which each cell's client is a component of
 * its own, {@code s3-CELL} ({@code s3-us.west} for us_west); by the client itself as long as no
 * pipeline is started. Thread safe.
 */
public final class ObjectRequests implements Deletes {
  private static final String ROUTE = "direct:object-requests";

  private final AtomicReference<Supplier<CamelContext>> camel = new AtomicReference<>(() -> null);

  /** From when on the routes are there: null before. */
  void use(Supplier<CamelContext> context) {
    camel.set(context);
  }

  @Override
  public void delete(BucketSide side, List<String> names) {
    CamelContext context = camel.get().get();
    Deletes deletes =
        context == null
            ? new DeletesByClient()
            : new DeletesByClient((to, request) -> send(context, to, request));
    deletes.delete(side, names);
  }

  private static DeleteObjectsResponse send(
      CamelContext context, BucketSide side, DeleteObjectsRequest request) {
    try {
      return context
          .createFluentProducerTemplate()
          .to(ROUTE)
          .withHeader("object-store", component(context, side))
          .withBody(request)
          .request(DeleteObjectsResponse.class);
    } catch (CamelExecutionException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SdkException failure) {
          throw failure;
        }
      }
      throw e;
    }
  }

  private static synchronized String component(CamelContext context, BucketSide side) {
    // a scheme of a URI has no underscore, a cell's name no dot
    String name = "s3-" + side.cell().replace('_', '.');
    if (context.hasComponent(name) == null) {
      AWS2S3Component component = new AWS2S3Component(context);
      component.getConfiguration().setAmazonS3Client(side.client().s3());
      context.addComponent(name, component);
    }
    return name;
  }
}
