package dev.rehome.objects.proof;

import dev.rehome.objects.BucketSide;
import dev.rehome.objects.settings.ObjectsCell.Verify;
import java.util.Optional;

/**
 * Whether the contents of two objects are the same, as strictly as the source cell's {@code verify}
 * says. Whether sizes are the same is asked always.
 */
record ContentComparison(BucketSide source, BucketSide target, Verify verify) {
  /** What has shown it. */
  enum How {
    /** Both stores keep the SHA-256 of the whole object. */
    CHECKSUM,
    /** All bytes of one side at least, and what the other store says of the other; or of both. */
    READ,
    /** The stores' ETags. */
    ETAG,
    SIZE
  }

  /** Empty if they differ. */
  Optional<How> same(String name, Seen here, Seen there) {
    if (here.bytes() != there.bytes()) {
      return Optional.empty();
    }
    return switch (verify) {
      case SIZE -> Optional.of(How.SIZE);
      case ETAG ->
          here.md5().isPresent() && here.md5().equals(there.md5())
              ? Optional.of(How.ETAG)
              : sha256(name, here, there);
      case SHA256 -> sha256(name, here, there);
    };
  }

  private Optional<How> sha256(String name, Seen here, Seen there) {
    if (here.sha256().isPresent() && there.sha256().isPresent()) {
      return here.sha256().equals(there.sha256()) ? Optional.of(How.CHECKSUM) : Optional.empty();
    }
    boolean same =
        vouched(here)
            ? read(target, name, there, here, source)
            : read(source, name, here, there, target);
    return same ? Optional.of(How.READ) : Optional.empty();
  }

  private static boolean vouched(Seen seen) {
    return seen.sha256().isPresent() || seen.md5().isPresent();
  }

  /** Reads the first; and the other one too, unless its store vouches for the same content. */
  private static boolean read(
      BucketSide side, String name, Seen seen, Seen other, BucketSide otherSide) {
    Sums sums = Sums.read(side, name, seen);
    return other.sha256().equals(Optional.of(sums.sha256()))
        || other.md5().equals(Optional.of(sums.md5()))
        || Sums.read(otherSide, name, other).sha256().equals(sums.sha256());
  }
}
