package dev.rehome.pipeline;

import dev.rehome.settings.Limits;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;

/**
 * Bounded pools, by the names that routes call them: {@code chunk-threads} and {@code
 * move-threads}. Each step that names one has a pool of its own, so that what waits for a suspended
 * route keeps no other component waiting.
 */
final class Threads extends MainListenerSupport {
  static final String CHUNKS = "chunk-threads";
  static final String MOVES = "move-threads";

  /** Far more than the splits of as many moves as a process may hold can queue. */
  private static final int QUEUE_MAX = 10_000;

  private final Limits limits;

  Threads(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    ExecutorServiceManager pools = main.getCamelContext().getExecutorServiceManager();
    pools.setThreadNamePattern("#name# ##counter#");
    pools.registerThreadPoolProfile(of(CHUNKS, limits.copyParallelism()));
    pools.registerThreadPoolProfile(of(MOVES, limits.movesMax() + 1));
  }

  /**
   * At most {@code most} pieces of work at a time. A streaming split queues about two entries: the
   * next piece, and the task that fetches the one after it; a pool without a queue would nest them
   * in the caller, as deep as there are pieces.
   */
  private static ThreadPoolProfile of(String name, int most) {
    return new ThreadPoolProfileBuilder(name)
        .poolSize(most)
        .maxPoolSize(most)
        .maxQueueSize(QUEUE_MAX)
        .keepAliveTime(30L)
        .allowCoreThreadTimeOut(true)
        .build();
  }
}
