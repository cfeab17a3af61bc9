package dev.rehome.pipeline;

import dev.rehome.journal.books.Manifest;
import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import dev.rehome.phases.work.Held;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunk table as Camel's idempotent repository: claimed with the lease's epoch, done with its
 * receipt, given back when it failed. A chunk in flight at a crash is not seen as done. Bean {@code
 * chunks}.
 */
public final class ChunkRepository extends ServiceSupport implements IdempotentRepository {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkRepository.class);
  private static final String BETWEEN = "\u0000";

  private final Manifest manifest;
  private final Held held;

  public ChunkRepository(Manifest manifest, Held held) {
    this.manifest = manifest;
    this.held = held;
  }

  /** The key of a chunk. */
  public String key(Chunk chunk) {
    return chunk.move() + BETWEEN + chunk.component() + BETWEEN + chunk.id();
  }

  /** The stored receipt of a done chunk. */
  public Receipt receipt(Chunk chunk) {
    return manifest.receipt(held.move(chunk.move()), chunk.component(), chunk.id()).orElseThrow();
  }

  /** Claims; false if the chunk is done. */
  @Override
  public boolean add(String key) {
    String[] parts = parts(key);
    held.obey(parts[0]);
    boolean claimed = manifest.claim(held.move(parts[0]), parts[1], parts[2]);
    if (claimed) {
      FailPoint.CHUNK_CLAIMED.reached();
    }
    return claimed;
  }

  @Override
  public boolean contains(String key) {
    String[] parts = parts(key);
    return manifest.receipt(held.move(parts[0]), parts[1], parts[2]).isPresent();
  }

  /** The chunk failed: it may be claimed again. */
  @Override
  public boolean remove(String key) {
    String[] parts = parts(key);
    try {
      Move move = held.move(parts[0]);
      manifest.retry(move, parts[1], parts[2]);
      return true;
    } catch (RuntimeException e) {
      LOG.info("chunk {} of move {} stays claimed: {}", parts[2], parts[0], e.getMessage());
      return false;
    }
  }

  /** The receipt has been recorded by the step itself. */
  @Override
  public boolean confirm(String key) {
    return true;
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("the manifest is never cleared");
  }

  private static String[] parts(String key) {
    return key.split(BETWEEN, 3);
  }
}
