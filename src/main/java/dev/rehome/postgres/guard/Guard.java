package dev.rehome.postgres.guard;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import dev.rehome.postgres.guard.JdbcForms.Row;
import dev.rehome.postgres.side.Bookkeeping;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A guard as the mover of one transaction holds it: the announcement's row, which no writer ever
 * locks, is taken first and shows whose the guard is.
 *
 * @param ours whether it is this move's; its epoch is then this worker's
 * @param state as of now, without a lock on the guard's row
 * @param announced whether an arming guard refuses writes already
 */
record Guard(
    String tenantId,
    GuardSide place,
    String owner,
    boolean ours,
    GuardState state,
    boolean announced) {
  /** No lock of movers among themselves is held longer than a few seconds. */
  static final Duration AMONG_MOVERS = Duration.ofSeconds(10);

  private record Token(String move, long epoch, boolean announced) {}

  /**
   * Takes the guard for the rest of the transaction. A newer worker of the same move takes it over.
   *
   * @return empty if there is none
   * @throws StaleLease if a newer epoch is in force, of this move or of the tenant's next one
   */
  static Optional<Guard> take(Connection connection, Move move, GuardSide place)
      throws SQLException {
    JdbcForms.timeout(connection, AMONG_MOVERS);
    return Bookkeeping.hold(connection) ? taken(connection, move, place) : Optional.empty();
  }

  /** The same, where the transaction has made sure of the bookkeeping. */
  static Optional<Guard> taken(Connection connection, Move move, GuardSide place)
      throws SQLException {
    Optional<Token> token =
        JdbcForms.first(
            connection,
            """
            SELECT move, epoch, until > clock_timestamp() FROM _rehome.announced
            WHERE tenant_id = ? AND place = ? FOR UPDATE
            """,
            row -> new Token(row.getString(1), row.getLong(2), row.getBoolean(3)),
            move.tenant().id(),
            place.label());
    if (token.isEmpty()) {
      return Optional.empty();
    }
    if (token.get().epoch() > move.epoch()) {
      throw new StaleLease(
          move
              + ": its lease has epoch "
              + move.epoch()
              + ", the guard at the "
              + place.label()
              + " has epoch "
              + token.get().epoch()
              + " of move "
              + token.get().move());
    }
    boolean ours = token.get().move().equals(move.id());
    if (ours && token.get().epoch() < move.epoch()) {
      JdbcForms.change(
          connection,
          "UPDATE _rehome.announced SET epoch = ? WHERE tenant_id = ? AND place = ?",
          move.epoch(),
          move.tenant().id(),
          place.label());
    }
    return JdbcForms.first(
        connection,
        "SELECT state FROM _rehome.guard WHERE tenant_id = ? AND place = ?",
        row ->
            new Guard(
                move.tenant().id(),
                place,
                token.get().move(),
                ours,
                GuardState.of(row.getString(1)),
                token.get().announced()),
        move.tenant().id(),
        place.label());
  }

  /** Whether it lets every write pass, with or without its deadline. */
  boolean refusesNobody() {
    return switch (state) {
      case ARMING -> !announced;
      case OPEN, BROKEN -> true;
      case CLOSED, SEALED, MOVED -> false;
    };
  }

  /** Locks the guard's row against writers, and reads it again. */
  <T> T locked(Connection connection, String columns, Row<T> row) throws SQLException {
    return JdbcForms.first(
            connection,
            "SELECT "
                + columns
                + " FROM _rehome.guard WHERE tenant_id = ? AND place = ? FOR UPDATE",
            row,
            tenantId,
            place.label())
        .orElseThrow(
            () -> new IllegalStateException("guard of tenant id " + tenantId + " vanished"));
  }

  /** Changes the state of the row; {@code more} are further columns with their SQL values. */
  void set(Connection connection, Move move, GuardState next, String more, Object... values)
      throws SQLException {
    Object[] all = new Object[values.length + 4];
    all[0] = next.label();
    all[1] = move.epoch();
    System.arraycopy(values, 0, all, 2, values.length);
    all[values.length + 2] = tenantId;
    all[values.length + 3] = place.label();
    JdbcForms.change(
        connection,
        "UPDATE _rehome.guard SET state = ?, epoch = ?"
            + more
            + " WHERE tenant_id = ? AND place = ?",
        all);
  }
}
