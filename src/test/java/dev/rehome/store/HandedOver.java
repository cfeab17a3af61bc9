package dev.rehome.store;

import dev.rehome.model.Move;

/** A hand-over whose source answers. */
public final class HandedOver {
  private HandedOver() {}

  /** Whether nothing of the target's guard is left. */
  public static boolean by(HandOver handOver, Move move) {
    boolean gone = handOver.open(move);
    handOver.leave(move);
    return gone;
  }
}
