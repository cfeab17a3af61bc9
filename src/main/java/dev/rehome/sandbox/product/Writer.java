package dev.rehome.sandbox.product;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * One session of the product that writes for a tenant, transaction after transaction, and asks
 * before each where the tenant is. An error is noted and the next transaction tried.
 */
final class Writer implements Runnable {
  private static final Duration BETWEEN = Duration.ofMillis(4);
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(15);
  private static final int ORDERS_KEPT = 20;

  private final String tenant;
  private final String name;
  private final int isolation;
  private final Supplier<String> placement;
  private final WriteLedger ledger;
  private final Clock clock;
  private final Deque<String> orders = new ArrayDeque<>();
  private volatile boolean stopped;
  private Connection connection;
  private String connected = "";
  private long tries;

  /**
   * @param name what its orders' numbers begin with, unique in the tenant
   * @param isolation of {@link Connection}
   * @param placement the JDBC URL where the tenant is served now
   */
  Writer(
      String tenant,
      String name,
      int isolation,
      Supplier<String> placement,
      WriteLedger ledger,
      Clock clock) {
    this.tenant = tenant;
    this.name = name;
    this.isolation = isolation;
    this.placement = placement;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Lets the transaction under way end, and then the thread. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Thread.sleep((wrote(placement.get()) ? BETWEEN : AFTER_REFUSAL).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private boolean wrote(String url) {
    tries++;
    Instant begun = clock.instant();
    boolean committing = false;
    Optional<String> deleted =
        orders.size() > ORDERS_KEPT ? Optional.of(orders.getFirst()) : Optional.empty();
    String writer = name + "@writer.example";
    String number = name + "-" + tries;
    try {
      connect(url);
      Transaction.run(connection, tenant, writer, tries, number, deleted);
      committing = true;
      connection.commit();
    } catch (SQLException e) {
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      Instant at = clock.instant();
      ledger.refused(new Refusal(url, state, String.valueOf(e.getMessage()), begun, at));
      if (committing && unanswered(state)) {
        ledger.doubtful(new Write(number, deleted, writer, tries, url, begun, at));
        deleted.ifPresent(orders::remove);
      }
      recover();
      return false;
    }
    ledger.acknowledged(new Write(number, deleted, writer, tries, url, begun, clock.instant()));
    deleted.ifPresent(orders::remove);
    orders.addLast(number);
    return true;
  }

  /** Any other error of a commit is the server's word that it was rolled back. */
  private static boolean unanswered(String state) {
    return state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
  }

  private void connect(String url) throws SQLException {
    if (connection != null && connected.equals(url)) {
      return;
    }
    disconnect();
    Properties properties = new Properties();
    properties.setProperty("user", "app_rw");
    properties.setProperty("password", "app_rw");
    properties.setProperty("ApplicationName", "product");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    connection = DriverManager.getConnection(url, properties);
    connected = url;
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(false);
  }

  private void recover() {
    try {
      if (connection != null) {
        connection.rollback();
      }
    } catch (SQLException broken) {
      disconnect();
    }
  }

  private void disconnect() {
    Connection closing = connection;
    connection = null;
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (SQLException alreadyGone) {
      // nothing is left to close
    }
  }
}
