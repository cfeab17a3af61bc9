package dev.rehome.objects.copy;

import dev.rehome.model.Stopped;
import dev.rehome.objects.ObjectFaults;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Fetches the next item while the one before it is used. What fails is thrown when its item is
 * asked for.
 */
final class Ahead<T> implements Iterator<T> {
  private final Iterator<T> items;
  private final Function<Callable<T>, Future<T>> threads;
  private Future<T> next;

  /**
   * Begins to fetch the first.
   *
   * @param items used by one thread at a time
   */
  Ahead(Iterator<T> items, Function<Callable<T>, Future<T>> threads) {
    this.items = items;
    this.threads = threads;
    fetch();
  }

  private void fetch() {
    next = items.hasNext() ? threads.apply(items::next) : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public T next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    try {
      T item = next.get();
      fetch();
      return item;
    } catch (ExecutionException e) {
      throw ObjectFaults.unchecked(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while a page of objects was listed");
    }
  }
}
