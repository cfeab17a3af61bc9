package dev.rehome.moves.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.model.Options;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.wire.Wire;
import dev.rehome.wire.WireFault.Broken;
import dev.rehome.wire.WireFault.Refused;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;

/** Whole moves of rows and objects over a network with faults. */
final class ObjectsFaultTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000).withObjects();

  private Wire east;
  private Wire west;
  private Scene scene;

  @BeforeEach
  void acmeHasObjects() throws Exception {
    for (int i = 0; i < 30; i++) {
      byte[] content = new byte[1000 + i];
      new Random(i).nextBytes(content);
      String key = "tenants/acme/o" + i;
      sandbox
          .objects()
          .client()
          .putObject(
              c -> c.bucket(setting("us_east", "bucket")).key(key), RequestBody.fromBytes(content));
    }
    east = Wire.to(URI.create(setting("us_east", "endpoint")));
    west = Wire.to(URI.create(setting("us_west", "endpoint")));
    scene =
        new Scene(
            sandbox.get(),
            Map.of(
                name("us_east", "endpoint"), east.endpoint().toString(),
                name("us_west", "endpoint"), west.endpoint().toString()));
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
    east.close();
    west.close();
  }

  private static String name(String cell, String setting) {
    return "rehome.cell.%s.objects.%s".formatted(cell, setting);
  }

  private String setting(String cell, String setting) {
    return sandbox.get().properties().getProperty(name(cell, setting));
  }

  private Moved moved() {
    return scene.startAgain(
        scene.submit("j1", Scene.SOURCE, Scene.TARGET, Options.NONE.accepting(List.of("objects"))));
  }

  /** Keys without the prefix, and ETags. */
  private Map<String, String> list(String cell, String prefix) {
    Map<String, String> found = new TreeMap<>();
    sandbox
        .objects()
        .client()
        .listObjectsV2Paginator(c -> c.bucket(setting(cell, "bucket")).prefix(prefix))
        .contents()
        .forEach(o -> found.put(o.key().substring(prefix.length()), o.eTag()));
    return found;
  }

  private void undone(Moved end) {
    assertThat(end.status()).as(end.message()).isEqualTo("aborted");
    assertThat(list("us_west", "")).isEmpty();
    assertThat(list("us_east", "tenants/acme/")).hasSize(30);
    assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
  }

  @Test
  void aByteThatChangedOnItsWayTwiceUndoesTheMove() {
    east.arm(
        Broken.ANSWER_CORRUPTED, 2, call -> call.is("GetObject") && call.key().endsWith("/o7"));
    Moved end = moved();
    assertThat(east.met()).isEqualTo(2);
    undone(end);
    assertThat(end.message()).contains("o7 (content)");
  }

  @Test
  void aRefusalUndoesTheMoveAndIsNamedAndNotRepeated() {
    west.arm(new Refused(403, "AccessDenied"), Integer.MAX_VALUE, call -> call.is("PutObject"));
    Moved end = moved();
    undone(end);
    assertThat(end.message()).contains("us_west: PutObject", "/files/o", "403 AccessDenied");
    assertThat(west.count("PutObject")).isBetween(1L, 8L);
  }

  @Test
  void aStoreThatIsBusyForAWhileOnlyDelaysTheMove() {
    east.arm(new Refused(503, "SlowDown"), 10, call -> call.is("GetObject"));
    west.arm(new Refused(500, "InternalError"), 10, call -> call.is("PutObject"));
    west.arm(new Refused(503, "SlowDown"), 5, call -> call.is("HeadObject"));
    Moved end = moved();
    assertThat(end.status()).as(end.message()).isEqualTo("done");
    assertThat(east.met()).isEqualTo(10);
    assertThat(west.met()).isEqualTo(15);
    assertThat(list("us_west", "files/")).isEqualTo(list("us_east", "tenants/acme/")).hasSize(30);
  }
}
