package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import dev.rehome.store.HandOver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fence of a PostgreSQL source: a row that decides and triggers that ask it. A newer epoch of
 * the same move takes the guard over with its first call; an older one throws {@code StaleLease}.
 */
public final class PostgresFence implements Fence, HandOver {
  private final PostgresCells cells;
  private final Function<Move, Scope> scopes;
  private final Duration lease;
  private final Consumer<Move> confirm;
  private final TargetGuard target;

  /**
   * @param scopes reads the source's catalog anew with each call
   * @param lease how long a closed guard refuses writes without {@link #renew}
   */
  public PostgresFence(PostgresCells cells, Function<Move, Scope> scopes, Duration lease) {
    this(cells, scopes, lease, move -> {});
  }

  /**
   * A fence that asks the control store before it puts up a guard.
   *
   * @param confirm throws {@code StaleLease} when the control store knows a newer epoch of the
   *     move, or its end; asked before a guard's row is committed, since a worker that was asleep
   *     would fence a tenant that nobody unfences any more
   */
  public PostgresFence(
      PostgresCells cells, Function<Move, Scope> scopes, Duration lease, Consumer<Move> confirm) {
    this.confirm = confirm;
    this.cells = cells;
    this.scopes = scopes;
    this.lease = lease;
    this.target = new TargetGuard(cells, scopes, confirm);
  }

  /**
   * {@inheritDoc} The row is there before the triggers ask it; a transaction whose snapshot is
   * older would be refused by them, so that its end is waited for, for a while. Where one lasts,
   * the triggers are left to {@link #close}.
   */
  @Override
  public void prepare(Move move) {
    PostgresSide source = cells.source(move);
    Scope scope = scopes.apply(move).atSource();
    if (armed(source, move) == GuardState.ARMING && OlderTransactions.letEnd(source, move)) {
      GuardTriggers.putUp(source, move, GuardSide.SOURCE, LeafCatalog.ofSource(scope));
      FailPoint.GUARD_TRIGGERS_PUT_UP.reached();
    }
  }

  private GuardState armed(PostgresSide source, Move move) {
    GuardState state =
        source.transaction(
            connection -> {
              GuardState armed = GuardRow.arm(connection, move);
              confirm.accept(move);
              return armed;
            });
    FailPoint.GUARD_ROW_INSERTED.reached();
    return state;
  }

  @Override
  public Fenced close(Move move, Duration drainTimeout) {
    PostgresSide source = cells.source(move);
    Scope scope = scopes.apply(move).atSource();
    GuardState state = armed(source, move);
    switch (state) {
      case ARMING -> {
        GuardTriggers.putUp(source, move, GuardSide.SOURCE, LeafCatalog.ofSource(scope));
        FailPoint.GUARD_TRIGGERS_PUT_UP.reached();
        new GuardDrain(source, move, drainTimeout, lease).run();
        awaitSnapshots(move, scope, drainTimeout);
      }
      case CLOSED -> awaitSnapshots(move, scope, drainTimeout);
      case SEALED, MOVED -> {}
      case BROKEN, OPEN ->
          throw new MoveFailed(
              "%s: its guard at %s is %s, writes were let in; the move can only be undone"
                  .formatted(move, source.cell(), state.label()));
    }
    return source.with(
        connection ->
            JdbcForms.first(
                    connection,
                    """
                    SELECT since, pg_current_wal_lsn()::text FROM _rehome.announced
                    WHERE tenant_id = ? AND place = 'source' AND move = ?
                    """,
                    row -> Fenced.atLsn(row.getTimestamp(1).toInstant(), row.getString(2)),
                    move.tenant().id(),
                    move.id())
                .orElseThrow(() -> new MoveFailed(move + ": its guard was lifted")));
  }

  /** Predicates read other tables, as old as the writer's snapshot: those must be gone. */
  private void awaitSnapshots(Move move, Scope scope, Duration drainTimeout) {
    if (scope.tables().stream().anyMatch(table -> table.reach() instanceof Reach.ByPredicate)) {
      new OlderTransactions(cells.source(move), move, scope)
          .await(drainTimeout, () -> stillClosed(move));
    }
  }

  private void stillClosed(Move move) {
    if (!renew(move, lease)) {
      throw new MoveFailed(move + ": its guard was lifted during the drain");
    }
  }

  /**
   * {@inheritDoc} A sealed guard has no deadline and answers true; one that still arms answers
   * false.
   */
  @Override
  public boolean renew(Move move, Duration newLease) {
    return cells
        .source(move)
        .transaction(
            connection -> {
              Optional<Guard> guard =
                  Guard.take(connection, move, GuardSide.SOURCE).filter(Guard::ours);
              if (guard.isEmpty()) {
                return false;
              }
              GuardState state =
                  guard.get().locked(connection, "state", row -> GuardState.of(row.getString(1)));
              if (state == GuardState.CLOSED) {
                guard
                    .get()
                    .set(
                        connection,
                        move,
                        state,
                        ", until = clock_timestamp() + ? * interval '1 millisecond'",
                        newLease.toMillis());
              }
              return switch (state) {
                case CLOSED, SEALED, MOVED -> true;
                case ARMING, BROKEN, OPEN -> false;
              };
            });
  }

  /**
   * {@inheritDoc} A sealed guard answers true. The tenant's own role, if it has one, cannot log in
   * from the same commit on, and its sessions are ended.
   *
   * @throws MoveFailed naming a table that lost its triggers or joined without them
   */
  @Override
  public boolean seal(Move move) {
    PostgresSide source = cells.source(move);
    Scope scope = scopes.apply(move).atSource();
    Optional<String> role = TenantLogin.role(source, move);
    record Sealed(boolean yes, boolean revoked) {}
    Sealed sealed =
        source.transaction(
            connection -> {
              Optional<Guard> guard =
                  Guard.take(connection, move, GuardSide.SOURCE).filter(Guard::ours);
              boolean yes =
                  guard.isPresent() && GuardRow.seal(connection, move, guard.get(), scope);
              return new Sealed(
                  yes,
                  yes
                      && role.isPresent()
                      && TenantLogin.revoke(connection, source, move, role.get()));
            });
    if (sealed.revoked()) {
      FailPoint.GUARD_TENANT_ROLE_REVOKED.reached();
    }
    if (sealed.yes()) {
      role.ifPresent(name -> TenantLogin.endAll(source, name));
    }
    FailPoint.GUARD_SEALED.reached();
    return sealed.yes();
  }

  @Override
  public boolean lift(Move move) {
    return new Lifting(cells.source(move), move, GuardSide.SOURCE).lift();
  }

  @Override
  public boolean open(Move move) {
    return target.open(move);
  }

  @Override
  public void leave(Move move) {
    PostgresSide source = cells.source(move);
    source.transaction(connection -> GuardRow.moved(connection, move));
    FailPoint.GUARD_SOURCE_MOVED.reached();
    TenantLogin.restore(source, move);
  }

  /**
   * Refuses the tenant's writes in the target until {@link #open}, but for transactions that called
   * {@link Admission#admit}. The tables must be there. A second call guards what was added.
   */
  public void shut(Move move) {
    target.shut(move);
  }

  /**
   * Puts up what {@link #shut(Move)} needs on some of the tables, long before; in a target that
   * tenants share it refuses nobody until then, since a neighbour may truncate a table.
   */
  public void shutLater(Move move, Predicate<ScopedTable> which) {
    target.prepare(move, which);
  }

  /**
   * Undoes {@link #shut}, when the move is undone: a tenant that had moved away from the target
   * before is refused there again as it was.
   *
   * @return true when nothing of it is left; false when it is to be called again
   */
  public boolean unshut(Move move) {
    return new Lifting(cells.target(move), move, GuardSide.TARGET).lift();
  }
}
