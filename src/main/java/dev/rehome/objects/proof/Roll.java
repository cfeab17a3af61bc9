package dev.rehome.objects.proof;

import dev.rehome.model.Move;
import dev.rehome.objects.FewNames;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectBook.Listing;
import java.util.BitSet;

/**
 * Which objects of a list are there, in one bit each: an object that a listing names twice counts
 * once. Not thread safe.
 */
final class Roll {
  private final ObjectBook book;
  private final Move move;
  private final Listing list;
  private final BitSet seen = new BitSet();

  Roll(ObjectBook book, Move move) {
    this.book = book;
    this.move = move;
    this.list = book.listing(move);
  }

  Listing list() {
    return list;
  }

  /** Whether the number is answered for the first time. */
  boolean answers(long number) {
    int bit = Math.toIntExact(number);
    boolean first = !seen.get(bit);
    seen.set(bit);
    return first;
  }

  long present() {
    return seen.cardinality();
  }

  /** Whether every object of a complete list has answered. */
  boolean isComplete() {
    return list.complete() && present() == list.objects();
  }

  /** Adds those that have not answered. */
  void absent(FewNames names, String what) {
    long number = 0;
    while (!names.isFull()) {
      number = seen.nextClearBit(Math.toIntExact(number + 1));
      if (number > list.objects()) {
        return;
      }
      book.entries(move, number, number).forEach(entry -> names.add(entry.name(), what));
    }
  }
}
