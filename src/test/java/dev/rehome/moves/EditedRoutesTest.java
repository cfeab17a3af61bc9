package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.Submitted;
import dev.rehome.journal.Submitted.Word;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Routes may be edited, promises may not. */
class EditedRoutesTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @TempDir Path routes;

  @Test
  void aMoveWithoutItsProofDoesNotCutOverAndSaysWhatIsMissing() throws Exception {
    withoutTheProof();
    Residue residue = Residue.of(SANDBOX.get(), "us_east", "us_west");
    try (Mover mover = new Mover(SANDBOX.get(), Limits.DEFAULTS, routes)) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("digest", "shared_schema.orders");
      assertThat(Product.tryToWrite(SANDBOX.get(), "us_east", "acme")).isEmpty();
      mover.clean(done);
    }
    assertThat(residue.left()).isEmpty();
  }

  private void withoutTheProof() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Path snapshot = routes.resolve("snapshot.camel.yaml");
    List<String> lines = Files.readAllLines(snapshot);
    int verify = lines.indexOf("            id: verify-components");
    assertThat(verify).isPositive();
    Files.write(
        snapshot,
        Stream.concat(
                lines.subList(0, verify - 1).stream(),
                lines.subList(verify + 4, lines.size()).stream())
            .toList());
    assertThat(Files.readString(snapshot)).doesNotContain("verify").contains("snapshot-durable");
  }
}
