package dev.rehome.pooler;

/**
 * The server's time limits on sessions, which a role or a database may set for whoever comes: a
 * move's sessions have none. What hangs is ended otherwise.
 */
public final class TimeLimits {
  /** Each that the server knows: the idle session's is new with 14, the transaction's with 17. */
  public static final String OFF =
      """
      SELECT pg_catalog.set_config(name, '0', false)
      FROM pg_catalog.pg_settings
      WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
        'idle_session_timeout', 'transaction_timeout')
      """;

  /**
   * The same as a client program's option. pg_dump turns off the newer ones itself: the idle
   * session's never holds, since it is always in a transaction.
   */
  public static final String OFF_OPTIONS =
      "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0";

  private TimeLimits() {}
}
