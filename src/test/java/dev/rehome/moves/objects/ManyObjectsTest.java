package dev.rehome.moves.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Product;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant's objects, however many, are listed in bounded memory, once: the whole program finds
 * them at pre-flight and plans their copy, is killed in the middle of the listing, and goes on.
 */
class ManyObjectsTest {
  /** S3 gives so many keys a page. */
  private static final int PAGE = 1000;

  @TempDir Path directory;

  @Test
  void aHundredThousandKeysNeedNoMoreThan64Megabytes() throws Exception {
    listed(100_000, 900, "-Xmx64m", Duration.ofMinutes(3));
  }

  @Test
  @Tag("long")
  void aMillionKeysNeedNoMoreThan256Megabytes() throws Exception {
    listed(1_000_000, 200, "-Xmx256m", Duration.ofMinutes(20));
  }

  private void listed(int keys, int keyLength, String heap, Duration most) throws Exception {
    int all = keys / PAGE;
    int before = all / 3;
    try (ManyKeys store = new ManyKeys(keys, keyLength);
        Sandbox sandbox = Servers.fresh(5_000);
        Connection control = sandbox.connect("control")) {
      Path settings = settings(sandbox, store);
      String move = submit(sandbox);
      long begun = System.nanoTime();
      run(settings, move, "objects-page-listed#" + before, heap, most);
      assertThat(Product.column(control, "SELECT count(*) FROM _system.objects"))
          .containsExactly(Integer.toString(before * PAGE));
      // once at pre-flight, and a look whether the bucket answers; one may have been asked for
      // ahead
      assertThat(store.pages()).isBetween(1 + all + before, 2 + all + before);
      run(settings, move, "snapshot-planned", heap, most);
      assertThat(store.pages()).as("pages after the restart").isEqualTo(all - before);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertThat(
              Product.column(
                  control,
                  "SELECT concat_ws(' ', count(*), count(DISTINCT name), max(number)) FROM"
                      + " _system.objects"))
          .containsExactly("%d %d %d".formatted(keys, keys, keys));
      assertThat(
              Product.column(
                  control,
                  "SELECT sum((spec ->> 'objects')::int) FROM _system.chunks WHERE component ="
                      + " 'objects'"))
          .containsExactly(Integer.toString(keys));
      System.out.printf("%,d keys with %s, listed twice: %d s%n", keys, heap, took.toSeconds());
    }
  }

  /** Cells that have objects only. */
  private Path settings(Sandbox sandbox, ManyKeys store) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("rehome.control.url", sandbox.database("control").url());
    properties.setProperty("rehome.control.user", sandbox.database("control").user());
    properties.setProperty("rehome.control.password", sandbox.database("control").password());
    properties.setProperty("rehome.snapshot-directory", directory.resolve("snapshots").toString());
    properties.setProperty("rehome.pause-max-seconds", "3600");
    cell(properties, "us_east", store, ManyKeys.FULL, "tenants/{tenant}/");
    cell(properties, "us_west", store, "acme-files", "files/");
    Path file = directory.resolve("application.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  private static void cell(
      Properties properties, String cell, ManyKeys store, String bucket, String prefix) {
    String objects = "rehome.cell." + cell + ".objects.";
    properties.setProperty(objects + "endpoint", store.endpoint().toString());
    properties.setProperty(objects + "path-style", "true");
    properties.setProperty(objects + "access-key", "any");
    properties.setProperty(objects + "secret-key", "any");
    properties.setProperty(objects + "bucket", bucket);
    properties.setProperty(objects + "prefix", prefix);
  }

  private static String submit(Sandbox sandbox) {
    try (ControlStore control = ControlStore.open(sandbox.database("control"))) {
      Options options = Options.NONE.accepting(List.of("objects"));
      return new Submissions(control)
          .submit(new Job("j1", Tenant.named("acme"), "us_east", "us_west", options, "test"))
          .move()
          .orElseThrow();
    }
  }

  /** Works on the move until it kills itself at the fail point. */
  private static void run(Path settings, String move, String failPoint, String heap, Duration most)
      throws Exception {
    try (MoverProcess mover = MoverProcess.withHeap(heap, settings, move, failPoint)) {
      assertThat(mover.ended(most)).as(mover.log()).isEqualTo(MoverProcess.KILLED);
    }
  }
}
