package dev.rehome.pipeline;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounded pools. */
final class Threads {
  /** Far more than the splits of as many moves as a process may hold can queue. */
  private static final int QUEUE_MAX = 10_000;

  private Threads() {}

  /**
   * At most {@code most} pieces of work at a time. A streaming split queues about two entries: the
   * next piece, and the task that fetches the one after it; a pool without a queue would nest them
   * in the caller, as deep as there are pieces. Threads are called {@code NAME-1}, {@code NAME-2},
   * …
   */
  static ExecutorService of(String name, int most) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE_MAX), named(name));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> new Thread(work, name + "-" + count.incrementAndGet());
  }
}
