package dev.rehome.objects.proof;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import dev.rehome.store.objects.ObjectBook;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves a tenant's objects equal on both sides, by a path that shares no code with the copier:
 *
 * <ul>
 *   <li>{@code listing}: the target holds every listed object, and nothing that came since; see
 *       {@link ListingCheck}
 *   <li>{@code content}, for so many objects at a time: each object's bytes and attributes; see
 *       {@link ContentCheck}
 *   <li>{@code unchanged}: the source is as it was listed; see {@link UnchangedCheck}. It is also
 *       the last look before the cutover.
 * </ul>
 *
 * Reads only. Thread safe.
 */
public final class ObjectsProof {
  static final String COMPONENT = "objects";
  static final String LISTING = "listing";
  static final String CONTENT = "content";

  /** The check that is also the last look before the cutover. */
  public static final String UNCHANGED = "unchanged";

  private final ObjectCells cells;
  private final ListingCheck listing;
  private final ContentCheck content;
  private final UnchangedCheck unchanged;

  public ObjectsProof(ObjectCells cells, ObjectBook book) {
    this.cells = cells;
    this.listing = new ListingCheck(cells, book);
    this.content = new ContentCheck(cells, book);
    this.unchanged = new UnchangedCheck(cells, book);
  }

  /**
   * The checks of a move whose list is complete; the same list gives the same checks. In a
   * rehearsal the tenant writes on: only the content of what is still as it was listed is compared.
   */
  public List<PlannedCheck> plan(Move move, ObjectBook.Listing list) {
    List<PlannedCheck> checks = new ArrayList<>();
    if (!move.options().rehearsal()) {
      checks.add(new PlannedCheck(COMPONENT, LISTING, place(cells.target(move))));
    }
    for (Range range : Range.all(list.objects())) {
      checks.add(new PlannedCheck(COMPONENT, CONTENT, range.subject()));
    }
    if (!move.options().rehearsal()) {
      checks.add(unchanged(move));
    }
    return checks;
  }

  /** Whether the source is as it was listed. */
  PlannedCheck unchanged(Move move) {
    return new PlannedCheck(COMPONENT, UNCHANGED, place(cells.source(move)));
  }

  /** What a check sees now. {@code MoveFailed} when it is none of this component. */
  public Verdict check(Move move, PlannedCheck check) {
    return switch (check.name()) {
      case LISTING -> listing.check(move, check);
      case CONTENT -> content.check(move, check);
      case UNCHANGED -> unchanged.check(move, check);
      default -> throw new MoveFailed("objects have no check " + check.name());
    };
  }

  private static String place(BucketSide side) {
    return side.bucket() + "/" + side.prefix();
  }
}
