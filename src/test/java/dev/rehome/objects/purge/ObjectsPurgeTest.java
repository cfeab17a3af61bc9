package dev.rehome.objects.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.StaleLease;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

final class ObjectsPurgeTest {
  private static Leftover leftover(TwoBuckets two, String serving) {
    return new Leftover(two.move, serving, Map.of(), false);
  }

  private static TwoBuckets moved(int objects) {
    TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL);
    for (int i = 0; i < objects; i++) {
      two.put("o" + i, "content " + i);
    }
    two.putAt(two.shared, "tenants/acme2/o1", "the neighbour's", c -> {});
    two.list();
    two.copy();
    return two;
  }

  /** One whose lease is its own. */
  private static ObjectsPurge ours(TwoBuckets two) {
    return new ObjectsPurge(two.cells, two.book, move -> {});
  }

  private static List<String> left(TwoBuckets two) {
    List<String> keys = new ArrayList<>();
    two.s3
        .listObjectsV2Paginator(c -> c.bucket(two.shared))
        .contents()
        .forEach((S3Object o) -> keys.add(o.key()));
    return keys;
  }

  private static long purge(ObjectsPurge purge, Leftover leftover) {
    long deleted = 0;
    for (long batch = purge.next(leftover); batch > 0; batch = purge.next(leftover)) {
      deleted += batch;
    }
    return deleted;
  }

  private static String blocked(Found found) {
    assertThat(found.findings()).hasSize(1).allMatch(Finding::blocks);
    return found.findings().get(0).line();
  }

  @Test
  void whatTheMoveListedIsDeletedAndTheNeighbourIsSpared() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      two.put("a", "1");
      two.put("folder/b c+%&?#é", "2");
      two.putAt(two.shared, "tenants/acme2/o1", "the neighbour's", c -> {});
      two.list();
      two.copy();
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.TARGET);
      assertThat(purge.look(leftover)).isEqualTo(new Found(2, List.of()));
      assertThat(purge(purge, leftover.asBegun())).isEqualTo(2);
      assertThat(purge.look(leftover.asBegun())).isEqualTo(new Found(0, List.of()));
      assertThat(left(two)).containsExactly("tenants/acme2/o1");
    }
  }

  @Test
  void aPurgeThatWasLeftGoesOnByWhomever() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      two.put("a", "1");
      two.put("b", "2");
      two.put("c", "3");
      two.list();
      two.copy();
      ObjectsPurge first =
          new ObjectsPurge(
              two.cells,
              two.book,
              move -> {
                two.deleteHere("b");
                throw new MoveFailed("killed in the middle of a batch");
              });
      Leftover leftover = leftover(two, TwoBuckets.TARGET).asBegun();
      assertThatThrownBy(() -> first.next(leftover)).hasMessageContaining("killed");
      ObjectsPurge second = ours(two);
      assertThat(second.look(leftover)).isEqualTo(new Found(2, List.of()));
      assertThat(purge(second, leftover)).isEqualTo(2);
      assertThat(left(two)).isEmpty();
    }
  }

  @Test
  void theLeaseIsAskedForDirectlyBeforeEachBatchAndOneThatIsLostDeletesNothing() {
    try (TwoBuckets two = moved(3)) {
      List<Long> asked = new ArrayList<>();
      ObjectsPurge purge =
          new ObjectsPurge(
              two.cells,
              two.book,
              move -> {
                asked.add(move.epoch());
                throw new StaleLease("taken over");
              });
      Leftover leftover = leftover(two, TwoBuckets.TARGET);
      assertThat(purge.look(leftover).rows()).isEqualTo(3);
      assertThat(asked).isEmpty();
      List<String> before = left(two);
      assertThatThrownBy(() -> purge.next(leftover.asBegun())).isInstanceOf(StaleLease.class);
      assertThat(asked).containsExactly(two.move.epoch());
      assertThat(left(two)).isEqualTo(before);
    }
  }

  @Test
  void moreThanOneBatchIsDeletedBatchByBatch() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < 1003; i++) {
        numbers.add(i);
      }
      numbers.parallelStream()
          .forEach(
              i -> {
                two.put("o" + i, "x");
                two.putThere("o" + i, "x", c -> {});
              });
      two.list();
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.TARGET).asBegun();
      assertThat(purge.next(leftover)).isEqualTo(1000);
      assertThat(purge.look(leftover)).isEqualTo(new Found(3, List.of()));
      assertThat(purge.next(leftover)).isEqualTo(3);
      assertThat(purge.next(leftover)).isZero();
    }
  }

  @Test
  void aNewObjectAndAChangedOneStopIt() {
    try (TwoBuckets two = moved(3)) {
      two.put("new", "x");
      two.put("o1", "changed");
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.TARGET);
      assertThat(purge.look(leftover).rows()).isEqualTo(2);
      assertThat(blocked(purge.look(leftover)))
          .startsWith("objects: us_east ")
          .contains("strays block the purge")
          .contains("new (not of the move)")
          .contains("o1 (written 2");
      List<String> before = left(two);
      assertThatThrownBy(() -> purge.next(leftover.asBegun()))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("nothing of their batch was deleted");
      assertThat(left(two)).isEqualTo(before);
    }
  }

  @Test
  void whatTheTenantHasDeletedSinceIsToldAndDeletedHereToo() {
    try (TwoBuckets two = moved(3)) {
      two.deleteThere("o2");
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.TARGET);
      assertThat(purge.look(leftover).findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.blocks()).isFalse();
                assertThat(finding.line()).contains("has no more 1 of the objects").contains("o2");
              });
      assertThat(purge.next(leftover.asBegun())).isEqualTo(3);
      assertThat(left(two)).containsExactly("tenants/acme2/o1");
    }
  }

  @Test
  void aServingCellThatHasNoneOfThemStopsIt() {
    try (TwoBuckets two = moved(2)) {
      two.deleteThere("o0");
      two.deleteThere("o1");
      two.putThere("since", "", c -> {});
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.TARGET);
      assertThat(blocked(purge.look(leftover))).contains("holds none of the objects");
      List<String> before = left(two);
      assertThatThrownBy(() -> purge.next(leftover.asBegun()))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("holds none of the objects");
      assertThat(left(two)).isEqualTo(before);
    }
  }

  @Test
  void whatTheServingCellServesFromIsNotDeleted() {
    try (TwoBuckets two = moved(2)) {
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.SOURCE);
      assertThat(blocked(purge.look(leftover))).contains("are the same place");
      assertThatThrownBy(() -> purge.next(leftover.asBegun())).isInstanceOf(MoveFailed.class);
    }
  }

  @Test
  void aServingCellWithoutObjectsStopsIt() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL.target(c -> Optional.empty()))) {
      two.put("a", "1");
      two.list();
      ObjectsPurge purge = ours(two);
      assertThat(blocked(purge.look(leftover(two, TwoBuckets.TARGET))))
          .contains("cell us_west has no objects");
    }
  }

  @Test
  void aTenantWithoutObjectsHasNothing() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      two.list();
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.TARGET);
      assertThat(purge.look(leftover)).isEqualTo(new Found(0, List.of()));
      assertThat(purge.next(leftover.asBegun())).isZero();
    }
  }

  @Test
  void objectsThatTheMoveLeftBehindAreNotItsToDeleteAndDoNotStopThePurge() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      two.put("a", "1");
      List<String> before = left(two);
      ObjectsPurge purge = ours(two);
      Leftover leftover = leftover(two, TwoBuckets.TARGET);
      assertThat(purge.look(leftover)).isEqualTo(new Found(0, List.of()));
      assertThat(purge.next(leftover.asBegun())).isZero();
      assertThat(before).isNotEmpty();
      assertThat(left(two)).isEqualTo(before);
    }
  }

  @Test
  void aCellWithoutObjectsHasNothing() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL.target(c -> Optional.empty()))) {
      ObjectsPurge purge = ours(two);
      Leftover back =
          new Leftover(
              new dev.rehome.model.Move(
                  "m2",
                  "j2",
                  two.move.tenant(),
                  /* source= */ TwoBuckets.TARGET,
                  /* target= */ TwoBuckets.SOURCE,
                  two.move.options(),
                  2,
                  two.move.position()),
              /* serving= */ TwoBuckets.SOURCE,
              Map.of(),
              false);
      assertThat(purge.look(back)).isEqualTo(new Found(0, List.of()));
      assertThat(purge.next(back.asBegun())).isZero();
    }
  }
}
