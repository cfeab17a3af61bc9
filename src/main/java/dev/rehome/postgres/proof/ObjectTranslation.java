package dev.rehome.postgres.proof;

import dev.rehome.postgres.proof.ObjectAddress.Style;
import dev.rehome.postgres.scope.ObjectPlaces;
import java.util.Optional;

/** What becomes of a text of the source, and which object it names. */
final class ObjectTranslation {
  private final ObjectAddresses source;
  private final ObjectAddresses target;
  private final boolean keysAreTold;
  private final boolean anyTextIsAKey;

  ObjectTranslation(ObjectPlaces places) {
    this.source = new ObjectAddresses(places.source());
    this.target = new ObjectAddresses(places.target());
    boolean from = !places.source().prefix().isEmpty();
    boolean to = !places.target().prefix().isEmpty();
    this.keysAreTold = from && to;
    this.anyTextIsAKey = from && !to;
  }

  /** What the target must hold where the source holds the text. */
  String translated(String text) {
    return source
        .read(text)
        .map(
            address ->
                target.write(
                    address,
                    source.scheme().equals(target.scheme()) ? address.scheme() : target.scheme()))
        .orElse(text);
  }

  /** Whether the text may come of a rewritten one or become one; the same on both sides. */
  boolean concerns(String text) {
    return anyTextIsAKey || source.read(text).isPresent() || target.read(text).isPresent();
  }

  /** The reference that the source's text is, also one that is the target's already. */
  Optional<ObjectAddress> atSource(String text) {
    return source.read(text).or(() -> target.read(text)).filter(this::told);
  }

  /** The reference that the target's text is. */
  Optional<ObjectAddress> atTarget(String text) {
    return target.read(text).filter(this::told);
  }

  /** A key alone says nothing where the other side's have no prefix; a prefix alone no object. */
  private boolean told(ObjectAddress address) {
    return (keysAreTold || address.style() != Style.KEY) && !address.written().isEmpty();
  }
}
