package dev.rehome.journal.books;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Goes through a list that is read page by page; the next page when the one before is used up. */
final class Pages<T> implements Iterator<T> {
  private final Function<Optional<T>, List<T>> read;
  private Iterator<T> page;
  private Optional<T> last = Optional.empty();

  /**
   * @param read the page behind an entry, or the first one; empty at the end
   */
  Pages(Function<Optional<T>, List<T>> read) {
    this.read = read;
    this.page = read.apply(last).iterator();
  }

  @Override
  public boolean hasNext() {
    if (!page.hasNext() && last.isPresent()) {
      page = read.apply(last).iterator();
      if (!page.hasNext()) {
        last = Optional.empty();
      }
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the last page has been read");
    }
    T next = page.next();
    last = Optional.of(next);
    return next;
  }
}
