package dev.rehome.store;

import dev.rehome.model.Move;

/** One kind of store's fence at the source of a move, as {@link FenceContract} needs it. */
public interface FencedScene extends AutoCloseable {
  Fence fence();

  HandOver handOver();

  /** The move, of epoch 1. */
  Move move();

  /** A small write of the tenant at the source: {@code passes}, or the store's word for no. */
  String write() throws Exception;

  /** The same by a neighbour of its. */
  String neighbourWrites() throws Exception;

  /** All at the source but the data: what a fence could leave there. */
  String traces() throws Exception;

  /** What has to be there at the target before the tenant is handed over to it. */
  default void readyForHandOver() {}

  /** Another worker has taken the move over, with epoch 2. */
  void takenOver();

  @Override
  void close();
}
