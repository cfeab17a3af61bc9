package dev.rehome.store;

import dev.rehome.model.Move;
import java.util.List;
import java.util.Map;

/**
 * One kind of store on both sides, as {@link StoreContract} needs it: a tenant's data beside a
 * neighbour's at the source, nothing of theirs at the target, and ways to spoil either.
 */
public interface StoreScene extends AutoCloseable {
  Store store();

  /** The move, of epoch 1. */
  Move move();

  /** All that the source holds, the neighbour's too: each thing with a digest of its content. */
  Map<String, String> source() throws Exception;

  /** All that the target holds, the mover's own books apart. */
  Map<String, String> target() throws Exception;

  /** What {@link #target} is to say of the tenant's data once it has arrived. */
  Map<String, String> arrived() throws Exception;

  /** What is left at the target of the mover's books and of work that was not finished. */
  List<String> residue() throws Exception;

  /** Puts something into the target that is not the tenant's, beside where its data will be. */
  void stranger() throws Exception;

  /** Changes a little of what was copied, at the target. */
  void change() throws Exception;

  /** Removes one thing that was copied from the target. */
  void remove() throws Exception;

  /** Adds one thing to the tenant's at the target. */
  void add() throws Exception;

  /** The tenant writes at the source, past every fence. */
  void writeLate() throws Exception;

  /** Another worker has taken the move over, with epoch 2. */
  void takenOver();

  @Override
  void close();
}
