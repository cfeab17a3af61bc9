package dev.rehome.objects.copy.list;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectBook.Listing;
import dev.rehome.store.objects.ObjectEntry;
import java.util.List;

/**
 * Puts a tenant's objects down in the book, page by page; goes on where a page was the last. A page
 * is asked for while the one before it is put down.
 */
public record SourceListing(ObjectBook book) {
  /**
   * Lists what is not listed yet.
   *
   * @throws MoveFailed for a name that the book cannot hold
   */
  public Listing complete(Move move, BucketSide source) {
    Listing listing = book.listing(move);
    if (listing.complete()) {
      return listing;
    }
    try (Ahead<List<ObjectEntry>> pages =
        new Ahead<>(
            "objects-listing-" + source.cell(), source.pages(listing.lastName()).iterator())) {
      while (pages.hasNext()) {
        List<ObjectEntry> page = pages.next();
        page.forEach(entry -> requireText(source, entry));
        book.append(move, page, false);
        FailPoint.OBJECTS_PAGE_LISTED.reached();
      }
    }
    book.append(move, List.of(), true);
    FailPoint.OBJECTS_LISTED.reached();
    return book.listing(move);
  }

  private static void requireText(BucketSide source, ObjectEntry entry) {
    if (entry.name().indexOf('\0') >= 0) {
      throw new MoveFailed(
          "%s: the key %s/%s holds a NUL character, which the control store cannot hold; rename the object"
              .formatted(
                  source.cell(), source.bucket(), source.key(entry.name()).replace("\0", "\\0")));
    }
  }
}
