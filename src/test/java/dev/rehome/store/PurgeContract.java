package dev.rehome.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Finding;
import dev.rehome.model.StaleLease;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every purge does, on real servers; see {@link Purge}. */
public abstract class PurgeContract {
  private LeftScene scene;
  private Leftover left;

  /** A tenant that has moved; a neighbour is where it was. */
  public interface LeftScene extends AutoCloseable {
    /** One more of each call, as another process has it. */
    Purge purge();

    /** At the epoch of the purge. */
    Leftover left();

    /** The tenant's at the source: each thing, or how many of it. */
    Map<String, String> tenants() throws Exception;

    /** Everybody else's at the source. */
    Map<String, String> others() throws Exception;

    /** Something of the tenant's at the source that the move has not moved. */
    void stray() throws Exception;

    /** Another worker has taken the purge, at the next epoch. */
    void takenOver();

    @Override
    void close();
  }

  protected abstract LeftScene scene() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    scene = scene();
    left = scene.left();
  }

  @AfterEach
  final void end() throws Exception {
    scene.close();
  }

  private static long all(Purge purge, Leftover left) {
    long deleted = 0;
    for (long batch = purge.next(left); batch > 0; batch = purge.next(left)) {
      deleted += batch;
    }
    return deleted;
  }

  @Test
  void aLookCountsWhatIsThereAndChangesNothing() throws Exception {
    Map<String, String> before = scene.tenants();
    Purge purge = scene.purge();
    purge.take(left);
    Purge.Found found = purge.look(left);
    assertThat(found.rows()).isPositive();
    assertThat(found.findings()).noneMatch(Finding::blocks);
    assertThat(purge.look(left)).isEqualTo(found);
    assertThat(scene.tenants()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void allOfTheTenantGoesAndNothingOfOthers() throws Exception {
    Map<String, String> others = scene.others();
    assertThat(others).isNotEmpty();
    Purge purge = scene.purge();
    purge.take(left);
    long rows = purge.look(left).rows();
    assertThat(all(purge, left.asBegun())).isEqualTo(rows);
    assertThat(scene.tenants()).isEmpty();
    assertThat(scene.others()).isEqualTo(others);
    assertThat(purge.look(left.asBegun()).rows()).isZero();
    assertThat(all(purge, left.asBegun())).as("the second time").isZero();
    purge.settle(left.asBegun());
    purge.settle(left.asBegun());
    assertThat(purge.look(left.asBegun()))
        .as("what stays is no finding")
        .satisfies(
            found -> {
              assertThat(found.rows()).isZero();
              assertThat(found.findings()).noneMatch(Finding::blocks);
            });
    purge.release(left);
    purge.release(left);
  }

  @Test
  void oneThatWasLeftIsGoneOnWithByAnother() throws Exception {
    Map<String, String> others = scene.others();
    Purge first = scene.purge();
    first.take(left);
    assertThat(first.next(left.asBegun())).isPositive();
    first.release(left);
    Purge second = scene.purge();
    second.take(left);
    all(second, left.asBegun());
    assertThat(scene.tenants()).isEmpty();
    assertThat(scene.others()).isEqualTo(others);
  }

  @Test
  void whatTheMoveHasNotMovedBlocksIt() throws Exception {
    scene.stray();
    Purge purge = scene.purge();
    purge.take(left);
    assertThat(purge.look(left).findings()).anyMatch(Finding::blocks);
  }

  @Test
  void aStaleWorkerDeletesNothing() throws Exception {
    Purge purge = scene.purge();
    purge.take(left);
    purge.look(left);
    scene.takenOver();
    Map<String, String> there = scene.tenants();
    assertThat(there).isNotEmpty();
    assertThatThrownBy(() -> purge.next(left.asBegun())).isInstanceOf(StaleLease.class);
    assertThat(scene.tenants()).isEqualTo(there);
  }
}
