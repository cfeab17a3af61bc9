package dev.rehome.bench;

import dev.rehome.bench.Figures.Figure;
import dev.rehome.bench.ObjectsBed.Route;
import dev.rehome.model.Options;
import dev.rehome.sandbox.servers.S3Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** A move of objects. */
record ObjectsMove(Route route, int parallelism, Path scratch) implements Contender<ObjectsBed> {
  /** The listing into the manifest, and every object copied. */
  static String copy(Route route) {
    return route + ": move: listing, and copy";
  }

  /** The part of it that is the listing. */
  static String listing(Route route) {
    return route + ": move: of these the listing";
  }

  static String proof(Route route) {
    return route + ": move: proof";
  }

  static String whole(Route route) {
    return route + ": move: from request to RESUME";
  }

  @Override
  public List<Figure> run(ObjectsBed bed) throws IOException, InterruptedException {
    OneMove move = OneMove.run(scratch, settings(bed), Options.NONE.accepting(List.of("objects")));
    bed.requireWhole(route);
    Duration listing = move.step("objects", "plan");
    return List.of(
        new Figure(copy(route), listing.plus(move.step("objects", "objects"))),
        new Figure(listing(route), listing),
        new Figure(proof(route), move.step("", "proof")),
        new Figure(whole(route), move.whole()));
  }

  private Properties settings(ObjectsBed bed) {
    Properties properties = OneMove.settings(bed.controlUrl(), scratch);
    cell(
        properties,
        OneMove.SOURCE,
        bed.source(),
        ObjectsBed.SOURCE_BUCKET,
        ObjectsBed.SOURCE_PREFIX);
    cell(
        properties,
        OneMove.TARGET,
        bed.target(route),
        ObjectsBed.TARGET_BUCKET,
        ObjectsBed.TARGET_PREFIX);
    return properties;
  }

  private void cell(
      Properties properties, String cell, S3Proxy server, String bucket, String prefix) {
    String objects = "rehome.cell." + cell + ".objects.";
    properties.setProperty(objects + "endpoint", server.endpoint().toString());
    properties.setProperty(objects + "bucket", bucket);
    properties.setProperty(objects + "prefix", prefix.replace(OneMove.TENANT, "{tenant}"));
    properties.setProperty(objects + "access-key", S3Proxy.ACCESS_KEY);
    properties.setProperty(objects + "secret-key", S3Proxy.SECRET_KEY);
    properties.setProperty(objects + "path-style", "true");
    properties.setProperty(objects + "parallelism", Integer.toString(parallelism));
  }
}
