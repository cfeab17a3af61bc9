package dev.rehome.sandbox.product;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Several writers of one tenant with one ledger. Several of these may write for a tenant. */
public final class Writers implements AutoCloseable {
  private static final Duration STOP_MAX = Duration.ofSeconds(70);

  private final String tenant;
  private final String run;
  private final Clock clock;
  private final Instant started;
  private final WriteLedger ledger = new WriteLedger();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Instant stopped = Instant.MAX;

  private Writers(String tenant, Clock clock) {
    this.tenant = tenant;
    this.run = "w" + UUID.randomUUID().toString().substring(0, 8);
    this.clock = clock;
    this.started = clock.instant();
  }

  /**
   * Starts so many sessions; each asks the placement before each transaction, so a constant one
   * makes writers that never learn of a move.
   *
   * @param isolation e.g. {@link Connection#TRANSACTION_SERIALIZABLE}
   * @param placement the product's JDBC URL for the tenant; called by several threads
   */
  public static Writers start(String tenant, int count, int isolation, Supplier<String> placement) {
    Writers started = new Writers(tenant, Clock.systemUTC());
    for (int i = 0; i < count; i++) {
      started.start(i, isolation, placement);
    }
    return started;
  }

  private void start(int index, int isolation, Supplier<String> placement) {
    String name = run + "-" + index;
    Writer writer = new Writer(tenant, name, isolation, placement, ledger, clock);
    Thread thread = new Thread(writer, "writer " + name + " of " + tenant);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((dead, e) -> failure.compareAndSet(null, e));
    writers.add(writer);
    threads.add(thread);
    thread.start();
  }

  /** What they were told so far. */
  public WriteLedger ledger() {
    return ledger;
  }

  /**
   * Waits for so many further acknowledged writes.
   *
   * @throws IllegalStateException when they have not come after 60 seconds, with the last refusal
   */
  public void awaitAcknowledged(int more) throws InterruptedException {
    int wanted = ledger.count() + more;
    Instant deadline = clock.instant().plusSeconds(60);
    while (ledger.count() < wanted) {
      List<Refusal> refusals = ledger.refusals();
      if (failure.get() != null || clock.instant().isAfter(deadline)) {
        throw new IllegalStateException(
            "the writers of %s have %d of %d acknowledged writes; the last refusal: %s"
                .formatted(
                    tenant,
                    ledger.count(),
                    wanted,
                    refusals.isEmpty() ? "none" : refusals.get(refusals.size() - 1)),
            failure.get());
      }
      Thread.sleep(10);
    }
  }

  /**
   * Lets the transactions under way end. A second call does nothing.
   *
   * @throws IllegalStateException if a writer died of something else than a SQL error
   */
  public void stop() {
    writers.forEach(Writer::stop);
    for (Thread thread : threads) {
      join(thread);
      if (thread.isAlive()) {
        throw new IllegalStateException(thread.getName() + " has not ended after " + STOP_MAX);
      }
    }
    if (stopped.equals(Instant.MAX)) {
      stopped = clock.instant();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a writer of " + tenant + " died", failure.get());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(STOP_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + thread.getName() + " ended", e);
    }
  }

  /** The longest time without an acknowledged write, from the start until now or the stop. */
  public Gap longestGap() {
    Instant now = clock.instant();
    return ledger.longestGap(started, stopped.isBefore(now) ? stopped : now);
  }

  /**
   * A sentence for each acknowledged write that is not in the database; call it after {@link
   * #stop}.
   *
   * @param connection in which unqualified names mean the tenant's tables
   */
  public List<String> missing(Connection connection) throws SQLException {
    return new Audit(ledger).missing(connection, tenant, run);
  }

  /** A sentence for each write that is in the database though it was refused or deleted again. */
  public List<String> surplus(Connection connection) throws SQLException {
    return new Audit(ledger).surplus(connection, tenant, run);
  }

  /** Stops them. */
  @Override
  public void close() {
    stop();
  }
}
