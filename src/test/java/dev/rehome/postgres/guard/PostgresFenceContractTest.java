package dev.rehome.postgres.guard;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import dev.rehome.store.Fence;
import dev.rehome.store.FenceContract;
import dev.rehome.store.FencedScene;
import dev.rehome.store.HandOver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** The guard of rows. */
final class PostgresFenceContractTest extends FenceContract {
  @Override
  protected FencedScene scene() {
    return new Guarded();
  }

  private static final class Guarded implements FencedScene {
    private final Shop shop = new Shop();
    private final AtomicLong newest = new AtomicLong(1);
    private final PostgresFence fence =
        new PostgresFence(shop.cells, shop::scope, Shop.LEASE, this::confirm);
    private int written = 100;

    private void confirm(Move move) {
      if (move.epoch() < newest.get()) {
        throw new StaleLease("epoch " + move.epoch() + ", there is " + newest);
      }
    }

    @Override
    public Fence fence() {
      return fence;
    }

    @Override
    public HandOver handOver() {
      return fence;
    }

    @Override
    public Move move() {
      return Shop.M1;
    }

    @Override
    public String write() throws SQLException {
      return writes("acme");
    }

    @Override
    public String neighbourWrites() throws SQLException {
      return writes("zenith");
    }

    private String writes(String tenant) throws SQLException {
      try (Connection app = shop.app()) {
        String insert = "INSERT INTO orders VALUES (%d, '%s')".formatted(++written, tenant);
        String state = Shop.refused(app, insert).sqlState();
        return state.equals("00000") ? "passes" : state;
      }
    }

    @Override
    public String traces() throws SQLException {
      try (Connection superuser = shop.superuser()) {
        return Shop.catalog(superuser);
      }
    }

    @Override
    public void readyForHandOver() {
      fence.shut(Shop.M1);
    }

    @Override
    public void takenOver() {
      newest.set(2);
      new PostgresTakeover(shop.cells).take(Shop.M1.withEpoch(2));
      shop.cells.release(Shop.M1); // its sessions are dead; it comes back with new ones
    }

    @Override
    public void close() {
      try {
        shop.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
