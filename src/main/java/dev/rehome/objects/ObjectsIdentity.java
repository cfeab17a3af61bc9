package dev.rehome.objects;

import dev.rehome.model.Move;
import dev.rehome.store.Identity;
import java.net.URI;
import java.util.Map;

/** Endpoint and bucket of both sides: an object store says no more of itself. */
public record ObjectsIdentity(ObjectCells cells) implements Identity {
  @Override
  public Map<String, String> of(Move move) {
    return Map.of("source", of(cells.source(move)), "target", of(cells.target(move)));
  }

  private static String of(BucketSide side) {
    String store =
        side.settings()
            .endpoint()
            .map(URI::toString)
            .orElseGet(() -> "aws " + side.settings().region());
    return store + "/" + side.bucket();
  }
}
