package dev.rehome.moves.crash;

import static dev.rehome.model.FailPoint.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.FailPoint;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One way to die.
 *
 * @param time the how-manieth time the place is reached
 * @param fenced counted from the fence on
 */
record Crash(FailPoint point, int time, Way way, boolean fenced) {
  Crash(FailPoint point, int time, Way way) {
    this(point, time, way, false);
  }

  private static Crash fenced(FailPoint point, int time, Way way) {
    return new Crash(point, time, way, true);
  }

  /** No move comes there; {@link PurgeCrashTest} does. */
  static final Set<FailPoint> OF_A_PURGE =
      EnumSet.of(PURGE_CLAIMED, PURGE_BEGUN, PURGE_ROWS_DELETED, PURGE_BATCH_COMMITTED, PURGE_DONE);

  /** No move without hooks comes there; {@link HookCrashTest} does. */
  static final Set<FailPoint> OF_A_HOOK = EnumSet.of(HOOK_DRAINED, HOOK_SWITCHED, HOOK_RESUMED);

  /** {@link ObjectsCrashTest} and {@link PolicyCrashTest} kill there. */
  static final Set<FailPoint> OF_OBJECTS =
      EnumSet.of(
          OBJECTS_PAGE_LISTED,
          OBJECTS_LISTED,
          OBJECTS_OBJECT_WRITTEN,
          OBJECTS_UPLOAD_OPENED,
          OBJECTS_PART_WRITTEN,
          OBJECTS_UPLOAD_COMPLETED,
          OBJECTS_CHUNK_RECORDED,
          OBJECTS_UPLOADS_ABORTED,
          OBJECTS_BATCH_DISCARDED,
          OBJECTS_POLICY_WRITTEN,
          OBJECTS_FENCE_CLOSED,
          OBJECTS_FENCE_SEALED,
          OBJECTS_FENCE_LIFTED,
          OBJECTS_SOURCE_MOVED,
          OBJECTS_TARGET_OPENED);

  /** No fence lapses between a mover's death and the next start, however slow the machine. */
  static final String LONG_LEASE = "300";

  private static final Set<FailPoint> ONLY_WHEN_UNDONE =
      EnumSet.of(
          UNDO_DECIDED,
          UNDO_LIFTED,
          UNDO_UNFENCED,
          UNDO_DISCARDED,
          UNDO_CLEAN,
          DISCARD_BEGUN,
          DISCARD_ROWS_DELETED,
          DISCARD_TARGET_UNSHUT,
          DISCARD_SCHEMA_UNDONE);

  /** {@link ConsolidationCrashTest} kills there. */
  static final Set<FailPoint> ONLY_IN_A_SHARED_TARGET = EnumSet.of(COPY_SEQUENCES_RAISED);

  /** {@link ReturnCrashTest} kills there. */
  static final Set<FailPoint> OF_A_RETURN =
      EnumSet.of(
          FailPoint.OLD_COPY_PUT_ASIDE, FailPoint.OLD_COPY_PUT_BACK, FailPoint.OLD_COPY_DROPPED);

  private static final Set<FailPoint> ONLY_WITH_A_ROLE =
      EnumSet.of(GUARD_TENANT_ROLE_REVOKED, GUARD_SESSIONS_ENDED, GUARD_TENANT_ROLE_RESTORED);

  /** Places of both ways: the guard is opened at the target when moved, at the source when not. */
  private static final Set<FailPoint> ALSO_WHEN_UNDONE =
      EnumSet.of(
          GUARD_OPENED,
          GUARD_TRIGGERS_OF_TABLE_TAKEN_DOWN,
          GUARD_TRIGGERS_TAKEN_DOWN,
          GUARD_ROW_DELETED,
          ARTIFACT_REMOVED,
          DISCARD_LEASE_FORGOTTEN);

  private static final List<Crash> AGAIN =
      List.of(
          new Crash(COPY_PLANNED, 1, Way.ROLLBACK),
          new Crash(COPY_TARGET_PREPARED, 1, Way.ROLLBACK),
          new Crash(COPY_PREPARED, 1, Way.ROLLBACK),
          new Crash(COPY_DURABLE, 1, Way.ROLLBACK),
          new Crash(GUARD_ROW_INSERTED, 1, Way.ROLLBACK),
          new Crash(GUARD_TRIGGERS_OF_TABLE_PUT_UP, 25, Way.ROLLBACK),
          new Crash(CHUNK_COPIED, 2, Way.MOVE),
          fenced(CHUNK_CLAIMED, 3, Way.MOVE),
          fenced(CHUNK_COPIED, 2, Way.MOVE),
          fenced(CHUNK_CONFIRMED, 3, Way.MOVE),
          new Crash(CHECK_RECORDED, 3, Way.MOVE),
          new Crash(COPY_CHUNK_WRITTEN, 12, Way.MOVE),
          new Crash(COPY_CHUNK_COMMITTED, 20, Way.MOVE),
          fenced(COPY_CHUNK_WRITTEN, 1, Way.MOVE),
          fenced(COPY_CHUNK_COMMITTED, 5, Way.MOVE),
          new Crash(ARTIFACT_FILE_SEALED, 9, Way.MOVE),
          new Crash(ARTIFACT_MANIFEST_WRITTEN, 1, Way.ROLLBACK),
          new Crash(COPY_INDEX_BUILT, 5, Way.MOVE),
          new Crash(COPY_INDEX_BUILT, 5, Way.ROLLBACK),
          new Crash(GUARD_TRIGGERS_OF_TABLE_PUT_UP, 3, Way.MOVE),
          new Crash(GUARD_TAKEOVER_EPOCH_RAISED, 2, Way.MOVE),
          new Crash(GUARD_TRIGGERS_OF_TABLE_TAKEN_DOWN, 3, Way.MOVE),
          new Crash(GUARD_TRIGGERS_OF_TABLE_TAKEN_DOWN, 3, Way.UNEQUAL),
          new Crash(GUARD_OPENED, 2, Way.UNEQUAL),
          new Crash(GUARD_ROW_DELETED, 2, Way.UNEQUAL),
          new Crash(DRAIN_DURABLE, 1, Way.ROLLBACK),
          new Crash(CHUNK_COPIED, 2, Way.ROLLBACK),
          fenced(CHUNK_COPIED, 2, Way.ROLLBACK),
          new Crash(CUTOVER_SEALED, 1, Way.ROLLBACK),
          new Crash(CUTOVER_DURABLE, 1, Way.ROLLBACK),
          new Crash(RESUME_INTENT, 1, Way.TOO_LATE),
          new Crash(CUTOVER_SEALED, 1, Way.PAUSED),
          new Crash(CUTOVER_DURABLE, 1, Way.PAUSED));

  /** How the move goes on, if nobody dies. */
  enum Way {
    /** It moves. */
    MOVE,
    /** The proof says no. */
    UNEQUAL,
    /** An operator asks for the way back while no mover lives. */
    ROLLBACK,
    /** The same, after the point of no return. */
    TOO_LATE,
    /** An operator asks for a pause, when the guard has no deadline any more. */
    PAUSED,
    /** The tenant has a role of its own, with a session that is idle. */
    ROLE;

    String[] wants() {
      return this == UNEQUAL ? new String[] {"unequal"} : new String[0];
    }

    Map<String, String> settings() {
      return this == ROLE
          ? Map.of(
              "rehome.fence-lease-seconds", LONG_LEASE,
              "rehome.cell.us_east.postgres.user", "crash_mover",
              "rehome.cell.us_east.postgres.password", "crash_mover",
              "rehome.cell.us_east.postgres.tenant-role", "crash_{tenant}")
          : Map.of("rehome.fence-lease-seconds", LONG_LEASE);
    }

    /** A session of the tenant's own role at the source; for the others any. */
    Connection prepare(Sandbox sandbox) throws SQLException {
      Connection east = sandbox.connect(Scene.SOURCE);
      if (this != ROLE) {
        return east;
      }
      try (east;
          Statement statement = east.createStatement()) {
        statement.execute(
            """
            DO $$
            BEGIN
              IF to_regrole('crash_mover') IS NULL THEN
                CREATE ROLE crash_mover LOGIN CREATEROLE PASSWORD 'crash_mover' IN ROLE app_owner, pg_signal_backend, pg_read_all_stats;
                CREATE ROLE crash_acme LOGIN PASSWORD 'crash_acme';
              END IF;
              EXECUTE format('GRANT CREATE ON DATABASE %I TO crash_mover', current_database());
            END
            $$
            """);
      }
      return DriverManager.getConnection(
          sandbox.database(Scene.SOURCE).url(), "crash_acme", "crash_acme");
    }

    /** What is asked for while no mover lives. */
    Optional<Wish> wish() {
      return switch (this) {
        case MOVE, UNEQUAL, ROLE -> Optional.empty();
        case ROLLBACK, TOO_LATE -> Optional.of(Wish.ROLLBACK);
        case PAUSED -> Optional.of(Wish.PAUSE);
      };
    }

    void check(Sandbox sandbox) throws SQLException {
      if (this == ROLE) {
        try (Connection again =
            DriverManager.getConnection(
                sandbox.database(Scene.SOURCE).url(), "crash_acme", "crash_acme")) {
          assertThat(again.isValid(5)).isTrue();
        }
      }
    }

    /** What becomes of the move, by the recovery table. */
    String outcome(Moved left) {
      return switch (this) {
        case MOVE, UNEQUAL, ROLE, PAUSED -> RecoveryTable.outcome(left);
        case ROLLBACK, TOO_LATE -> RecoveryTable.wishedBack(left);
      };
    }
  }

  /** All places, each on every way that leads there, and some of the repeated ones again. */
  static Stream<Crash> all() {
    Stream<Crash> once =
        Stream.of(FailPoint.values())
            .filter(point -> !ONLY_IN_A_SHARED_TARGET.contains(point))
            .filter(point -> !OF_A_RETURN.contains(point))
            .filter(point -> !OF_A_PURGE.contains(point))
            .filter(point -> !OF_A_HOOK.contains(point))
            .filter(point -> !OF_OBJECTS.contains(point))
            .map(
                point ->
                    new Crash(
                        point,
                        1,
                        ONLY_WHEN_UNDONE.contains(point)
                            ? Way.UNEQUAL
                            : ONLY_WITH_A_ROLE.contains(point) ? Way.ROLE : Way.MOVE));
    Stream<Crash> both = ALSO_WHEN_UNDONE.stream().map(point -> new Crash(point, 1, Way.UNEQUAL));
    return Stream.concat(once, Stream.concat(both, AGAIN.stream()));
  }

  static Stream<Crash> shortList() {
    return Stream.of(
        new Crash(GUARD_CLOSED, 1, Way.MOVE),
        fenced(CHUNK_COPIED, 2, Way.MOVE),
        new Crash(COPY_INDEX_BUILT, 5, Way.MOVE),
        new Crash(SNAPSHOT_DURABLE, 1, Way.MOVE),
        new Crash(CUTOVER_SEALED, 1, Way.PAUSED),
        new Crash(CUTOVER_DURABLE, 1, Way.MOVE),
        new Crash(CUTOVER_DURABLE, 1, Way.ROLLBACK),
        new Crash(RESUME_INTENT, 1, Way.MOVE),
        new Crash(UNDO_DECIDED, 1, Way.UNEQUAL),
        new Crash(UNDO_LIFTED, 1, Way.UNEQUAL));
  }

  /** As the program's property names it. */
  String label() {
    String place = time == 1 ? point.label() : point.label() + "#" + time;
    return fenced ? DRAIN_DURABLE.label() + ">" + place : place;
  }

  @Override
  public String toString() {
    return label() + " (" + way.name().toLowerCase(java.util.Locale.ROOT) + ")";
  }
}
