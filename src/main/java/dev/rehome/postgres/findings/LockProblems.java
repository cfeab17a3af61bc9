package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.LockNeed;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.side.PostgresSide;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the servers' lock tables have room for a move of so many tables and partitions. Asked
 * before anything else of these: the questions about rows would need the room themselves.
 */
final class LockProblems implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    LockNeed need = look.source().with(source -> LockNeed.of(source, look.scope()));
    boolean made = !look.target().shared() && !look.targetTables().present();
    List<Finding> findings = new ArrayList<>();
    room(look, look.source(), need, need.reading(), findings);
    room(look, look.target(), need, made ? need.making() : need.reading(), findings);
    return findings;
  }

  private static void room(
      Look look, PostgresSide side, LockNeed need, long locks, List<Finding> findings) {
    LockNeed.Room room = side.with(LockNeed.Room::of);
    if (room.has(locks)) {
      return;
    }
    findings.add(
        look.blocking(
            side,
            "locks",
            ("%,d tables and partitions with %,d indexes need up to %,d locks at once, and the"
                    + " server has room for %,d, of which %,d are taken: everybody there could fail"
                    + " with \"out of shared memory\"")
                .formatted(need.tables(), need.indexes(), locks, room.all(), room.taken()),
            "set max_locks_per_transaction = %d there (it is %d), and restart the server"
                .formatted(room.eachFor(locks), room.each())));
  }
}
