package dev.rehome.purge;

import dev.rehome.journal.purge.PurgeClaim;
import dev.rehome.journal.purge.Purges;
import dev.rehome.model.StaleLease;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a purge's lease while a batch, or a look, takes long. */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Purges purges;
  private final PurgeClaim.Held held;
  private final Duration lease;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "rehome-purge-lease");
            thread.setDaemon(true);
            return thread;
          });
  private volatile StaleLease lost;

  Heartbeat(Purges purges, PurgeClaim.Held held, Duration lease) {
    this.purges = purges;
    this.held = held;
    this.lease = lease;
    long period = Math.max(200, lease.toMillis() / 5);
    Future<?> unused =
        timer.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      purges.renew(held, lease);
    } catch (StaleLease e) {
      lost = e;
    } catch (RuntimeException e) {
      LOG.warn("purge {}: the lease was not renewed: {}", held.purge(), e.getMessage());
    }
  }

  /** Throws {@code StaleLease} once another worker has the purge. */
  void require() {
    if (lost != null) {
      throw lost;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
