package dev.rehome.model;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The places between two effects on the outside world, where a crash must do no harm. A test kills
 * the process at each of them in turn: it starts the program with {@code -Drehome.fail-point=NAME},
 * or {@code NAME#n} for the nth time the place is reached, NAME being the constant in lower case
 * with hyphens. With {@code -Drehome.fail-signal=STOP} it falls asleep there instead, until
 * somebody wakes it. Without the property a place does nothing.
 */
public enum FailPoint {
  PREFLIGHT_INTENT,
  PREFLIGHT_DURABLE,
  DRAIN_INTENT,
  DRAIN_FENCED,
  DRAIN_DURABLE,
  SNAPSHOT_INTENT,
  SNAPSHOT_PLANNED,
  CHUNK_CLAIMED,
  CHUNK_COPIED,
  CHUNK_CONFIRMED,
  CHECK_RECORDED,
  SNAPSHOT_DURABLE,
  CUTOVER_INTENT,
  CUTOVER_SEALED,
  CUTOVER_DURABLE,
  RESUME_INTENT,
  RESUME_OPENED,
  RESUME_HANDED_OVER,
  RESUME_FINISHED,
  RESUME_DURABLE,
  UNDO_DECIDED,
  UNDO_LIFTED,
  UNDO_UNFENCED,
  UNDO_DISCARDED,
  UNDO_CLEAN,
  COPY_SNAPSHOT_HELD,
  COPY_LEASE_ENTERED,
  COPY_CHUNK_BEGUN,
  COPY_CHUNK_WRITTEN,
  COPY_CHUNK_COMMITTED,
  COPY_INDEX_BUILT,
  COPY_SEQUENCES_SET,
  COPY_SEQUENCES_RAISED,
  COPY_TARGET_SHUT,
  ARTIFACT_FILE_SEALED,
  ARTIFACT_SCRIPTS_WRITTEN,
  ARTIFACT_MANIFEST_WRITTEN,
  ARTIFACT_REMOVED,
  DISCARD_BEGUN,
  DISCARD_ROWS_DELETED,
  DISCARD_TARGET_UNSHUT,
  DISCARD_SCHEMA_UNDONE,
  DISCARD_LEASE_FORGOTTEN,
  GUARD_ROW_INSERTED,
  GUARD_TRIGGERS_OF_TABLE_PUT_UP,
  GUARD_TRIGGERS_PUT_UP,
  GUARD_ANNOUNCED,
  GUARD_CLOSED,
  GUARD_TENANT_ROLE_REVOKED,
  GUARD_SESSIONS_ENDED,
  GUARD_SEALED,
  GUARD_OPENED,
  GUARD_TENANT_ROLE_RESTORED,
  GUARD_TRIGGERS_OF_TABLE_TAKEN_DOWN,
  GUARD_TRIGGERS_TAKEN_DOWN,
  GUARD_ROW_DELETED,
  GUARD_TARGET_SHUT,
  GUARD_SOURCE_MOVED,
  GUARD_TARGET_OPENED,
  GUARD_TAKEOVER_SESSIONS_ENDED,
  GUARD_TAKEOVER_EPOCH_RAISED,
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
  OBJECTS_TARGET_OPENED,
  PURGE_CLAIMED,
  PURGE_BEGUN,
  PURGE_ROWS_DELETED,
  PURGE_BATCH_COMMITTED,
  PURGE_DONE,
  OBJECTS_PURGE_COMPARED,
  OBJECTS_PURGE_DELETED,
  HOOK_DRAINED,
  HOOK_SWITCHED,
  HOOK_RESUMED;

  private static final String WANTED = System.getProperty("rehome.fail-point", "");

  private static final String SIGNAL = System.getProperty("rehome.fail-signal", "KILL");

  private static final Map<FailPoint, Integer> HITS = new EnumMap<>(FailPoint.class);

  /** The name by which the property calls it, e.g. {@code guard-closed}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Kills this process, without any clean-up, or puts it to sleep, if this is the place and the
   * time asked for.
   */
  public void reached() {
    if (WANTED.isEmpty()) {
      return;
    }
    int hit = hit();
    if (WANTED.equals(label()) ? hit == 1 : WANTED.equals(label() + "#" + hit)) {
      die();
    }
  }

  private int hit() {
    synchronized (HITS) {
      return HITS.merge(this, 1, Integer::sum);
    }
  }

  private static void die() {
    try {
      new ProcessBuilder("kill", "-" + SIGNAL, Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      // no kill program here: halting comes near enough
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (SIGNAL.equals("KILL")) {
      Runtime.getRuntime().halt(137);
    }
  }
}
