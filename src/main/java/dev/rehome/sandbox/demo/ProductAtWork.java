package dev.rehome.sandbox.demo;

import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.product.Placement;
import dev.rehome.sandbox.product.Writers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The product at work for one tenant: sessions of both usual isolation levels. */
final class ProductAtWork implements AutoCloseable {
  private static final int SESSIONS_OF_EACH_LEVEL = 2;

  private final String tenant;
  private final Placement placement;
  private final Writers readCommitted;
  private final Writers repeatableRead;

  private ProductAtWork(
      String tenant, Placement placement, Writers readCommitted, Writers repeatableRead) {
    this.tenant = tenant;
    this.placement = placement;
    this.readCommitted = readCommitted;
    this.repeatableRead = repeatableRead;
  }

  /** Begins to write where the catalog says that the tenant is. */
  static ProductAtWork start(Sandbox sandbox, String tenant) {
    Placement placement =
        new Placement(
            sandbox.database("control"),
            tenant,
            DemoMove.SOURCE,
            cell -> sandbox.productUrl(cell, tenant));
    return new ProductAtWork(
        tenant,
        placement,
        Writers.start(
            tenant, SESSIONS_OF_EACH_LEVEL, Connection.TRANSACTION_READ_COMMITTED, placement),
        Writers.start(
            tenant, SESSIONS_OF_EACH_LEVEL, Connection.TRANSACTION_REPEATABLE_READ, placement));
  }

  String tenant() {
    return tenant;
  }

  Writers readCommitted() {
    return readCommitted;
  }

  Writers repeatableRead() {
    return repeatableRead;
  }

  /** Waits until each level has so many more acknowledged writes. */
  void awaitAcknowledged(int more) throws InterruptedException {
    readCommitted.awaitAcknowledged(more);
    repeatableRead.awaitAcknowledged(more);
  }

  long acknowledged() {
    return (long) readCommitted.ledger().count() + repeatableRead.ledger().count();
  }

  /** How many refusals there were of each SQLSTATE. */
  Map<String, Long> refusals() {
    Map<String, Long> all = new TreeMap<>(readCommitted.ledger().refusalsBySqlState());
    repeatableRead
        .ledger()
        .refusalsBySqlState()
        .forEach((state, count) -> all.merge(state, count, Long::sum));
    return all;
  }

  /** How many writes that began after the moment were acknowledged at the database. */
  long begunAfter(Instant moment, String url) {
    return Stream.of(readCommitted, repeatableRead)
        .mapToLong(writers -> writers.ledger().begunAfter(moment, url).size())
        .sum();
  }

  /** The longest time in which a level had no write acknowledged: the longer of the two. */
  Duration longestGap() {
    Duration one = readCommitted.longestGap().length();
    Duration other = repeatableRead.longestGap().length();
    return one.compareTo(other) > 0 ? one : other;
  }

  /** What was acknowledged and is not in the database; after {@link #stop}. */
  List<String> missing(Connection connection) throws SQLException {
    return Stream.concat(
            readCommitted.missing(connection).stream(), repeatableRead.missing(connection).stream())
        .toList();
  }

  /** What is in the database though it was refused or deleted; after {@link #stop}. */
  List<String> surplus(Connection connection) throws SQLException {
    return Stream.concat(
            readCommitted.surplus(connection).stream(), repeatableRead.surplus(connection).stream())
        .toList();
  }

  /**
   * One more write of a session that never heard of the move.
   *
   * @return the server's refusal; {@code accepted} if there was none
   */
  static String lateWrite(Connection connection, String tenant) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO teams (tenant_id, name) VALUES ('%s', 'a late one')".formatted(tenant));
      return "accepted";
    } catch (SQLException refused) {
      return "SQLSTATE %s: %s"
          .formatted(refused.getSQLState(), refused.getMessage().lines().findFirst().orElse(""));
    }
  }

  /** Lets the transactions under way end. A second call does nothing. */
  void stop() {
    readCommitted.stop();
    repeatableRead.stop();
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      placement.close();
    }
  }
}
