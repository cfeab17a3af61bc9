package dev.rehome.postgres.copy.ledger;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import dev.rehome.model.StaleLease;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The target's own book of a move: which epoch may write, and what was written. A chunk's rows, its
 * receipt and the look at the epoch are one transaction. Thread safe.
 */
public final class Ledger {
  private final PostgresCells cells;
  private final Consumer<Move> confirm;
  private final Set<String> entered = ConcurrentHashMap.newKeySet();

  /**
   * A ledger in the target of each move.
   *
   * @param confirm asks the control store whether the move's epoch is still the newest, and throws
   *     {@code StaleLease} if not
   */
  public Ledger(PostgresCells cells, Consumer<Move> confirm) {
    this.cells = cells;
    this.confirm = confirm;
  }

  /** What is done once, in the ledger's transaction. */
  @FunctionalInterface
  public interface Work {
    Copied run(Connection target) throws SQLException;
  }

  /**
   * Writes the move's epoch into the target. It confirms the epoch while the session is open: a
   * takeover raises the epoch in the control store first and ends the older sessions then, so that
   * a worker asleep after the confirmation loses its session, and this row with it.
   *
   * @throws StaleLease when the target, or the control store, knows a newer epoch
   */
  public void enter(Move move) {
    PostgresSide target = cells.target(move);
    target.transaction(
        connection -> {
          Bookkeeping.ensure(connection);
          confirm.accept(move);
          try (PreparedStatement raise =
              connection.prepareStatement(
                  """
                  INSERT INTO _rehome.lease AS lease (move, epoch) VALUES (?, ?)
                  ON CONFLICT (move) DO UPDATE SET epoch = EXCLUDED.epoch
                  WHERE lease.epoch <= EXCLUDED.epoch
                  """)) {
            raise.setString(1, move.id());
            raise.setLong(2, move.epoch());
            if (raise.executeUpdate() == 0) {
              hold(connection, move);
            }
          }
          return null;
        });
    entered.add(move.applicationName());
    FailPoint.COPY_LEASE_ENTERED.reached();
  }

  /**
   * Whether the target still knows our epoch, before an effect that has no transaction with it.
   *
   * @throws StaleLease when it does not
   */
  public void confirm(Move move) {
    held(move, connection -> null);
  }

  /**
   * Work in a transaction of the target that holds our epoch, without a receipt.
   *
   * @throws StaleLease when the target knows another epoch than the move's; nothing is done
   */
  public <T> T held(Move move, PostgresSide.Work<T> work) {
    if (!entered.contains(move.applicationName())) {
      enter(move);
    }
    return cells
        .target(move)
        .transaction(
            connection -> {
              hold(connection, move);
              return work.run(connection);
            });
  }

  /**
   * Runs the work and writes its receipt, or answers the receipt that is already there. Two callers
   * at once: one works, the other waits for its receipt.
   *
   * @throws StaleLease when the target knows another epoch than the move's; nothing is written
   */
  public Receipt once(Move move, Chunk chunk, Work work) {
    if (!entered.contains(move.applicationName())) {
      enter(move);
    }
    Receipt receipt =
        cells
            .target(move)
            .transaction(
                connection -> {
                  hold(connection, move);
                  if (!Receipts.begin(connection, move, chunk)) {
                    return Receipts.find(connection, move, chunk.id()).orElseThrow();
                  }
                  FailPoint.COPY_CHUNK_BEGUN.reached();
                  Copied copied = work.run(connection);
                  Receipts.write(connection, move, chunk, copied);
                  FailPoint.COPY_CHUNK_WRITTEN.reached();
                  return Receipts.receipt(move, chunk.id(), copied);
                });
    FailPoint.COPY_CHUNK_COMMITTED.reached();
    return receipt;
  }

  /** The receipt of a chunk that is in the target; it looks at no epoch and makes nothing. */
  public Optional<Receipt> find(Move move, String chunk) {
    return cells
        .target(move)
        .with(
            connection ->
                Bookkeeping.exists(connection)
                    ? Receipts.find(connection, move, chunk)
                    : Optional.<Receipt>empty());
  }

  /** The detail that a chunk left in the target; empty when it has not been copied. */
  public Optional<String> detail(Move move, String chunk) {
    return cells
        .target(move)
        .with(
            connection -> {
              if (!Bookkeeping.exists(connection)) {
                return Optional.empty();
              }
              return Receipts.detail(connection, move, chunk);
            });
  }

  /**
   * Runs work for the undo of a move, in one transaction that raises the lease to our epoch, if the
   * target has a lease of the move at all: without one the move has written nothing, or was
   * forgotten, and nothing is done.
   *
   * @throws StaleLease when the target knows a newer epoch
   */
  public void undo(Move move, Undoing undoing) {
    cells
        .target(move)
        .transaction(
            connection -> {
              if (Bookkeeping.exists(connection) && known(connection, move)) {
                raise(connection, move);
                undoing.run(connection);
              }
              return null;
            });
  }

  /** A part of an undo. */
  @FunctionalInterface
  public interface Undoing {
    void run(Connection target) throws SQLException;
  }

  private void raise(Connection connection, Move move) throws SQLException {
    try (PreparedStatement raise =
        connection.prepareStatement(
            "UPDATE _rehome.lease SET epoch = ? WHERE move = ? AND epoch <= ?")) {
      raise.setLong(1, move.epoch());
      raise.setString(2, move.id());
      raise.setLong(3, move.epoch());
      raise.executeUpdate();
    }
    hold(connection, move);
  }

  /**
   * Forgets the move's lease, receipts and list of things made; drops the bookkeeping when no other
   * move needs it. Called when the move ends: nothing can be undone after it. The second time finds
   * nothing to do.
   *
   * @throws StaleLease when the target knows a newer epoch
   */
  public void leave(Move move) {
    undo(
        move,
        connection -> {
          Receipts.forget(connection, move);
        });
    FailPoint.DISCARD_LEASE_FORGOTTEN.reached();
    cells.target(move).transaction(Bookkeeping::dropIfUnused);
  }

  /**
   * Locks the move's lease against a takeover until the transaction ends.
   *
   * @throws StaleLease when it has another epoch than ours, or is gone
   */
  void hold(Connection connection, Move move) throws SQLException {
    String cell = cells.target(move).cell();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT epoch FROM _rehome.lease WHERE move = ? FOR SHARE")) {
      query.setString(1, move.id());
      try (ResultSet row = query.executeQuery()) {
        String here = row.next() ? "epoch " + row.getLong(1) : "no lease of it";
        if (!here.equals("epoch " + move.epoch())) {
          throw new StaleLease(
              "move %s: lease has epoch %d, %s has %s"
                  .formatted(move.id(), move.epoch(), cell, here));
        }
      }
    }
  }

  private static boolean known(Connection connection, Move move) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT FROM _rehome.lease WHERE move = ?")) {
      query.setString(1, move.id());
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }
}
