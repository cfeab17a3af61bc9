package dev.rehome.pooler;

/** What stands between a client and its PostgreSQL. */
public enum Pooling {
  /** Nothing: the session is the server's own. */
  NONE,
  /** A pooler that keeps a session's backend until the client leaves. */
  SESSION,
  /**
   * A pooler that gives the backend to others between transactions or statements: locks, settings,
   * snapshots and the names of sessions are then anybody's.
   */
  SHARED;

  /** Why {@link #SHARED} is refused, and {@link #SESSION} told. */
  public String problem() {
    return switch (this) {
      case NONE -> "is reached directly";
      case SESSION -> "is reached through a connection pooler in session mode";
      case SHARED ->
          "is reached through a connection pooler in transaction or statement mode, which gives a"
              + " session's backend to others: settings, advisory locks and exported snapshots do"
              + " not hold";
    };
  }

  /**
   * What to do about it.
   *
   * @param key the setting that names the address
   */
  public String remedy(String key) {
    return switch (this) {
      case NONE -> "nothing";
      case SESSION ->
          "its pool must hold connections-max sessions; naming the server itself in "
              + key
              + " is safer";
      case SHARED -> "name the server itself in " + key + ", or a pool with pool_mode = session";
    };
  }
}
