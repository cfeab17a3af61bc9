package dev.rehome.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Move;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every identity says, of real servers; see {@link Identity}. */
public abstract class IdentityContract {
  private IdentityScene scene;

  /** Two stores, and a third one that may take the target's place. */
  public interface IdentityScene extends AutoCloseable {
    Identity identity();

    Move move();

    /** The same cells by name; at the target there is another store now. */
    Identity afterAFailover();

    @Override
    void close();
  }

  protected abstract IdentityScene scene() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    scene = scene();
  }

  @AfterEach
  final void end() throws Exception {
    scene.close();
  }

  @Test
  void eachSideIsNamedAndTheyDiffer() {
    assertThat(scene.identity().of(scene.move())).containsOnlyKeys("source", "target");
    assertThat(scene.identity().of(scene.move()).values())
        .doesNotHaveDuplicates()
        .noneMatch(String::isBlank);
  }

  @Test
  void theSameStoresAreTheSameToEveryWorker() {
    assertThat(scene.identity().of(scene.move().withEpoch(2)))
        .isEqualTo(scene.identity().of(scene.move()));
  }

  @Test
  void aStoreThatHasTakenAnothersPlaceIsSeen() {
    var before = scene.identity().of(scene.move());
    var after = scene.afterAFailover().of(scene.move());
    assertThat(after.get("source")).isEqualTo(before.get("source"));
    assertThat(after.get("target")).isNotEqualTo(before.get("target"));
  }
}
