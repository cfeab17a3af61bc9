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

  private TimeLimits() {}
}
