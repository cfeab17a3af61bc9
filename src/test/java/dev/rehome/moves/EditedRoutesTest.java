package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Registry;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.EditedRoutes;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.settings.Settings;
import dev.rehome.settings.SettingsLoader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Routes may be edited, promises may not. */
class EditedRoutesTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000).withObjects();

  private static final AtomicInteger JOBS = new AtomicInteger();

  @TempDir Path folder;

  @Test
  void aMoveWithoutItsProofDoesNotCutOverAndSaysWhatIsMissing() throws Exception {
    EditedRoutes routes = EditedRoutes.in(folder).replace("snapshot", "verify-components");
    assertThat(undone(routes, Word.ABORTED)).contains("digest", "shared_schema.orders");
  }

  @Test
  void aComponentThatIsNeitherCopiedNorProvenIsMissed() throws Exception {
    put("tenants/acme/one");
    EditedRoutes routes =
        EditedRoutes.in(folder)
            .replace("snapshot", "copy-components", only("copy-postgres"))
            .replace("snapshot", "verify-components", only("verify-postgres"));
    assertThat(undone(routes, Word.ABORTED)).contains("it lacks: the plan of objects");
  }

  @Test
  void aComponentThatIsNotLookedAtIsMissed() throws Exception {
    EditedRoutes routes =
        EditedRoutes.in(folder).replace("preflight", "look", to("check-postgres"));
    assertThat(undone(routes, Word.REFUSED))
        .contains("objects: preflight.camel.yaml does not look at it");
  }

  private String undone(EditedRoutes routes, Word word) throws Exception {
    Sandbox sandbox = SANDBOX.get();
    Residue residue = Residue.of(sandbox, "us_east", "us_west");
    Submitted done;
    try (Mover mover = new Mover(withoutReferences(sandbox), routes.folder())) {
      String job = "j" + JOBS.incrementAndGet();
      Options consent = Options.NONE.accepting(List.of("objects"));
      mover
          .pipeline()
          .submit(new Job(job, Tenant.named("acme"), "us_east", "us_west", consent, "test"));
      done = mover.ended(job);
      assertThat(done.word()).as(done.message()).contains(word);
      assertThat(Product.tryToWrite(sandbox, "us_east", "acme")).isEmpty();
      mover.clean(done);
    }
    assertThat(residue.left()).isEmpty();
    return done.message();
  }

  /** The copy of rows does not ask for the objects that they refer to. */
  private Settings withoutReferences(Sandbox sandbox) throws IOException {
    Properties all = sandbox.properties();
    all.stringPropertyNames().stream()
        .filter(name -> name.endsWith("object-references"))
        .forEach(all::remove);
    Path file = Files.createTempFile("rehome-", ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      all.store(writer, null);
    }
    return new SettingsLoader(Registry.KINDS.all(), Map.of()).load(file);
  }

  private static void put(String key) {
    String bucket = SANDBOX.get().properties().getProperty("rehome.cell.us_east.objects.bucket");
    SANDBOX
        .objects()
        .client()
        .putObject(c -> c.bucket(bucket).key(key), RequestBody.fromString("content"));
  }

  private static String only(String route) {
    return """
    recipientList: {id: edited-%1$s, expression: {constant: {expression: "direct:%1$s"}}, aggregationStrategy: "#original"}\
    """
        .formatted(route);
  }

  private static String to(String route) {
    return "to: {id: edited-%1$s, uri: \"direct:%1$s\"}".formatted(route);
  }
}
