package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.Tenant;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.Deletes;
import dev.rehome.objects.DeletesByRoute;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.sandbox.S3;
import dev.rehome.sandbox.S3Proxy;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import dev.rehome.store.Turns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The route of the file, a real store. */
class ObjectRequestsTest {
  @Test
  void whatIsNamedIsDeletedThroughTheRouteAndNothingElse() throws Exception {
    Main main = new Main();
    main.configure()
        .setRoutesIncludePattern(
            "file:"
                + Path.of("routes").toAbsolutePath()
                + "/object-requests.camel.yaml,file:"
                + Path.of("routes").toAbsolutePath()
                + "/errors.camel.yaml");
    main.addOverrideProperty("rehome.redeliveries-max", "0");
    main.bind("retried", (org.apache.camel.Processor) exchange -> {});
    main.start();
    try (S3Client client = S3.client(ObjectServers.proxy().endpoint())) {
      String bucket = ObjectServers.freshBucket(client);
      for (String key : List.of("t/a", "t/b c+%", "t2/a")) {
        client.putObject(c -> c.bucket(bucket).key(key), RequestBody.fromString("x"));
      }
      try (ObjectCells cells = new ObjectCells(settings(bucket), Turns.ALONE)) {
        BucketSide side = cells.side("us_west", Tenant.named("t"));
        CamelRoutes routes = new CamelRoutes();
        routes.use(main::getCamelContext);
        Deletes requests = new DeletesByRoute(routes);
        requests.delete(side, List.of("a", "b c+%", "never there"));
        assertThat(client.listObjectsV2(c -> c.bucket(bucket)).contents())
            .extracting(object -> object.key())
            .containsExactly("t2/a");
        client.deleteObject(c -> c.bucket(bucket).key("t2/a"));
        client.deleteBucket(c -> c.bucket(bucket));
        assertThatThrownBy(() -> requests.delete(side, List.of("a")))
            .isInstanceOf(MoveFailed.class)
            .hasMessageContaining("us_west: DeleteObjects " + bucket + "/t/a: NoSuchBucket");
      }
    } finally {
      main.stop();
    }
  }

  private static Settings settings(String bucket) {
    ObjectsCell objects =
        new ObjectsCell(
            Optional.of(ObjectServers.proxy().endpoint()),
            "us-east-1",
            bucket,
            "{tenant}",
            Optional.of(new ObjectsCell.Keys(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)),
            true,
            ObjectsCell.Verify.SHA256,
            ObjectsCell.Fence.OBSERVED,
            4,
            8L << 20);
    Cell west = new Cell("us_west", 4, 0, objects);
    return new Settings(
        new Settings.Database("jdbc:postgresql://h/d", "u", ""),
        Path.of("inbox"),
        Path.of("snapshots"),
        Limits.DEFAULTS,
        Map.of("us_west", west));
  }
}
