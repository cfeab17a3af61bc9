package dev.rehome.breadth;

import dev.rehome.model.Tenant;
import dev.rehome.postgres.settings.Isolation;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * A random schema and what a move of it needs, all of one seed: the schema, the isolation, the size
 * of the chunks.
 */
record RandomMove(List<String> statements, StoreMove move) implements AutoCloseable {
  private static final Tenant TENANT = new Tenant("acme", "O'Brien & \"sons\"; --");

  static RandomMove of(long seed) throws SQLException {
    Random random = new Random(seed);
    Isolation isolation =
        List.of(Isolation.values()).get(random.nextInt(Isolation.values().length));
    long chunkBytesMax = 500L << new Random(seed).nextInt(10);
    return new RandomMove(
        new RandomSchema(seed, TENANT.id(), TENANT.id() + "2").statements(),
        new StoreMove("random_" + seed, TENANT, isolation, chunkBytesMax));
  }

  @Override
  public void close() throws SQLException {
    move.close();
  }
}
