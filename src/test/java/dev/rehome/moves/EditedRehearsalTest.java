package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.Submitted;
import dev.rehome.journal.Submitted.Word;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the routes say, a rehearsal fences nobody and places nobody. */
class EditedRehearsalTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(2_000);

  private static final String CONCLUDE = "- bean: {id: conclude";
  private static final String REHEARSED = "- bean: {id: discard-the-rehearsal";
  private static final String COPY = "id: copy-components";

  @TempDir Path routes;

  @Test
  void doesNotDrain() throws Exception {
    after("preflight.camel.yaml", CONCLUDE, "        - to: {id: edited, uri: \"direct:drain\"}");
    ends(Word.REFUSED, "may not reach DRAIN");
  }

  @Test
  @Tag("long")
  void doesNotCutOver() throws Exception {
    before(
        "rehearsed.camel.yaml", REHEARSED, "        - to: {id: edited, uri: \"direct:cutover\"}");
    ends(Word.ABORTED, "may not reach CUTOVER");
  }

  @Test
  @Tag("long")
  void isNotSaidToHaveGoneWellWithoutItsCopy() throws Exception {
    Path file = copied().resolve("snapshot.camel.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("recipients(${body}, 'copy')", "recipients(${body}, 'verify')"));
    assertThat(Files.readString(file)).contains(COPY);
    ends(Word.ABORTED, "is not proven at epoch");
  }

  private void ends(Word word, String message) throws Exception {
    Residue residue = Residue.of(SANDBOX.get(), "us_east", "us_west");
    try (Mover mover = new Mover(SANDBOX.get(), Limits.DEFAULTS, routes)) {
      Submitted done = mover.rehearse("j" + System.nanoTime(), "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(word);
      assertThat(done.message()).contains(message);
      assertThat(Product.tryToWrite(SANDBOX.get(), "us_east", "acme")).isEmpty();
    }
    assertThat(residue.left()).isEmpty();
  }

  private void after(String name, String line, String more) throws IOException {
    insert(name, line, more, 1);
  }

  private void before(String name, String line, String more) throws IOException {
    insert(name, line, more, 0);
  }

  private void insert(String name, String line, String more, int offset) throws IOException {
    Path file = copied().resolve(name);
    var lines = new java.util.ArrayList<>(Files.readAllLines(file));
    int at =
        lines.indexOf(lines.stream().filter(one -> one.contains(line)).findFirst().orElseThrow());
    lines.add(at + offset, more);
    Files.write(file, lines);
  }

  private Path copied() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    return routes;
  }
}
