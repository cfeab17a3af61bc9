package dev.rehome.objects.copy.list;

import dev.rehome.model.Stopped;
import dev.rehome.objects.ObjectFaults;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fetches the next item while the one before it is used, by a thread of its own: it never waits
 * behind other work. What fails is thrown when its item is asked for.
 */
final class Ahead<T> implements Iterator<T>, AutoCloseable {
  private final Iterator<T> items;
  private final ExecutorService thread;
  private Future<T> next;

  /**
   * Begins to fetch the first.
   *
   * @param name of the thread
   * @param items used by one thread at a time
   */
  Ahead(String name, Iterator<T> items) {
    this.items = items;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread fetching = new Thread(work, name);
              fetching.setDaemon(true);
              return fetching;
            });
    fetch();
  }

  private void fetch() {
    next = items.hasNext() ? thread.submit(items::next) : null;
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

  /** What is being fetched is given up. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
