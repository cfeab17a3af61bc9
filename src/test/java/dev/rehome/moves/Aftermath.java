package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.read.Moved;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be true when nothing is left to be done for a move of acme. */
public final class Aftermath {
  private Aftermath() {}

  /** The tenant is whole at the one cell that the placement names, and nothing else is left. */
  public static void check(Scene scene, Moved move) throws SQLException {
    String serving = scene.history().placement("acme").orElseThrow();
    assertThat(serving).isEqualTo(move.status().equals("done") ? Scene.TARGET : Scene.SOURCE);
    try (Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET)) {
      assertThat(TenantRows.of(east, Scene.SCHEMA, "acme")).isEqualTo(scene.acme());
      assertThat(TenantRows.of(east, Scene.SCHEMA, "globex")).isEqualTo(scene.globex());
      if (serving.equals(Scene.TARGET)) {
        moved(scene, move, east, west);
      } else {
        undone(scene, east, west);
      }
      for (Connection cell : new Connection[] {east, west}) {
        await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(Catalog.sessions(cell)).isEmpty());
      }
    }
    assertThat(scene.write(Scene.SOURCE, "globex")).isEqualTo("passes");
    artifact(scene, move);
  }

  /** It is gone, unless the move was undone from CUTOVER on: then it stays, and is named. */
  private static void artifact(Scene scene, Moved move) {
    Path place = scene.settings().snapshots().resolve(move.move());
    if (!move.status().equals("done") && move.phase().equals("CUTOVER")) {
      assertThat(place.resolve("manifest.json")).exists();
      assertThat(move.message()).endsWith("the artifact is in " + place);
    } else {
      assertThat(place).doesNotExist();
    }
  }

  private static void moved(Scene scene, Moved move, Connection east, Connection west)
      throws SQLException {
    assertThat(TenantRows.all(west, "public")).isEqualTo(scene.acme());
    assertThat(Catalog.of(west)).noneMatch(line -> line.contains("rehome"));
    assertThat(Catalog.guards(east)).containsExactly("moved of " + move.move());
    Set<String> product =
        Catalog.of(east).stream()
            .filter(line -> !line.contains("rehome"))
            .collect(Collectors.toSet());
    assertThat(product).isEqualTo(scene.sourceCatalog());
    assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("passes");
    assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
  }

  /** The source is as it was before, but for rows that the tenant wrote, and the target empty. */
  public static void undone(Scene scene, Connection east, Connection west) throws SQLException {
    assertThat(Catalog.of(west)).isEqualTo(scene.targetCatalog());
    assertThat(Catalog.of(east)).isEqualTo(scene.sourceCatalog());
    assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
    assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("42P01");
  }

  /**
   * While no mover lives: the neighbour writes, and from the cutover on acme at no other cell than
   * the placement says. Before its proof nobody is routed to the target, and what would be written
   * there all the same, the proof finds.
   */
  public static void checkBetween(Scene scene, String move) throws SQLException {
    assertThat(scene.write(Scene.SOURCE, "globex")).isEqualTo("passes");
    String serving = scene.history().placement("acme").orElseThrow();
    if (serving.equals(Scene.TARGET)) {
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
    }
    Moved now = scene.history().move(move).orElseThrow();
    if (now.phase().equals("CUTOVER") && now.cleanUp().isEmpty()) {
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
      assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("RH001");
    }
  }
}
