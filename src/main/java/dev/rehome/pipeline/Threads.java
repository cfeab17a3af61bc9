package dev.rehome.pipeline;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounded pools. */
final class Threads {
  private Threads() {}

  /**
   * At most {@code most} pieces of work at a time, the caller's own included: what finds no thread
   * is done by the caller, so nothing queues. Threads are called {@code NAME-1}, {@code NAME-2}, …
   */
  static ExecutorService withCaller(String name, int most) {
    return new ThreadPoolExecutor(
        0,
        Math.max(1, most - 1),
        30,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named(name),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> new Thread(work, name + "-" + count.incrementAndGet());
  }
}
