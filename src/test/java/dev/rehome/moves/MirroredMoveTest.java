package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The target holds the tenant already, as a replica does: nothing is copied, equality is proven,
 * and the tenant is switched. The mirror is what a move made in another sandbox of the same seed.
 */
final class MirroredMoveTest {
  private static final Options MIRRORED =
      new Options(OptionalInt.empty(), OptionalInt.empty(), false, false, true, List.of());

  private Sandbox sandbox;
  private Map<String, String> acme;

  @BeforeEach
  void mirror() throws Exception {
    try (Sandbox other = Servers.fresh(2_000)) {
      try (Mover mover = new Mover(other.settings(Limits.DEFAULTS))) {
        mover.submit("j1", Tenant.named("acme"), "us_east", "us_west");
        assertThat(mover.ended("j1").word()).contains(Word.MOVED);
      }
      sandbox = Servers.fresh(2_000);
      String mirrored = database(other);
      try (Connection west = Servers.all().dedicated().connect("postgres");
          Statement statement = west.createStatement()) {
        statement.execute("DROP DATABASE %s WITH (FORCE)".formatted(database(sandbox)));
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                .formatted(mirrored));
        statement.execute(
            "CREATE DATABASE %s OWNER app_owner TEMPLATE %s"
                .formatted(database(sandbox), mirrored));
      }
    }
    try (Connection east = sandbox.connect("us_east")) {
      acme = TenantRows.of(east, "shared_schema", "acme");
    }
    assertThat(atTarget()).isEqualTo(acme);
  }

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  private static String database(Sandbox sandbox) {
    String url = sandbox.database("us_west").url();
    return url.substring(url.lastIndexOf('/') + 1).replaceAll("\\?.*", "");
  }

  private Map<String, String> atTarget() throws SQLException {
    try (Connection west = sandbox.connect("us_west")) {
      return TenantRows.all(west, "public");
    }
  }

  private static Submitted move(Mover mover) {
    mover
        .pipeline()
        .submit(new Job("j2", Tenant.named("acme"), "us_east", "us_west", MIRRORED, "test"));
    return mover.ended("j2");
  }

  @Test
  void nothingIsCopiedAndTheTenantIsSwitched() throws Exception {
    try (Mover mover = new Mover(sandbox.settings(Limits.DEFAULTS))) {
      Submitted done = move(mover);
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      Moved.Story story = mover.story(done);
      assertThat(story.checks()).isNotEmpty().allMatch(Moved.Checked::passed);
      assertThat(atTarget()).isEqualTo(acme);
    }
    assertThat(Product.tryToWrite(sandbox, "us_east", "acme")).isEqualTo("RH001");
    assertThat(Product.tryToWrite(sandbox, "us_west", "acme")).isEmpty();
  }

  @Test
  void aMirrorThatDiffersIsSeenAndLeftAsItIs() throws Exception {
    try (Connection west = sandbox.connect("us_west");
        Statement statement = west.createStatement()) {
      statement.execute(
          "UPDATE public.documents SET title = 'planted' WHERE id = (SELECT min(id) FROM"
              + " public.documents)");
    }
    Map<String, String> before = atTarget();
    try (Mover mover = new Mover(sandbox.settings(Limits.DEFAULTS))) {
      Submitted undone = move(mover);
      assertThat(undone.word()).as(undone.message()).contains(Word.ABORTED);
      assertThat(undone.message()).contains("digest of shared_schema.documents");
      mover.clean(undone);
    }
    assertThat(atTarget()).isEqualTo(before);
    assertThat(Product.tryToWrite(sandbox, "us_east", "acme")).isEmpty();
  }
}
