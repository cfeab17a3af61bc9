package dev.rehome.moves.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Changed;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rehearsal must say no to. */
class RehearsalFaultsTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void aRowThatIsChangedInTheTargetIsFound() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover = new Mover(slow())) {
      Submitted submitted = mover.submitRehearsal("j1", "acme", "us_east", "us_west");
      copied("tables/0");
      run(
          "us_west",
          "ALTER TABLE public.documents DISABLE TRIGGER USER; UPDATE public.documents SET title ="
              + " 'planted' WHERE id = (SELECT min(id) FROM public.documents)");
      Submitted done = mover.ended("j1");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("not proven equal", "digest of shared_schema.documents");
      mover.clean(submitted);
    }
    assertThat(residue.left()).isEmpty();
  }

  @Test
  void aSnapshotThatIsLostIsNotReplacedByANewOne() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover = new Mover(slow())) {
      Submitted submitted = mover.submitRehearsal("j1", "acme", "us_east", "us_west");
      copied("references/again");
      run(
          "us_east",
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name LIKE 'rehome/m%' AND query LIKE '%pg_export_snapshot%'
          """);
      Submitted done = mover.ended("j1");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("snapshot of us_east has ended", "rehearse again");
      mover.clean(submitted);
    }
    assertThat(residue.left()).isEmpty();
  }

  @Test
  void aMoveAndARehearsalOfOneTenantExcludeEachOther() throws Exception {
    try (Mover mover = new Mover(slow())) {
      Submitted rehearsal = mover.submitRehearsal("j1", "acme", "us_east", "us_west");
      Submitted follows = mover.submitRehearsal("j2", "acme", "us_east", "us_west");
      Submitted move = mover.submit("j3", "acme", "us_east", "us_west");
      Submitted reused = mover.submit("j1", "acme", "us_east", "us_west");
      assertThat(follows.move()).isEqualTo(rehearsal.move());
      assertThat(move.word()).contains(Word.REFUSED);
      assertThat(move.message()).contains("rehearsal m", "is open", "rehome rollback acme");
      assertThat(reused.word()).contains(Word.REFUSED);
      assertThat(reused.message()).contains("j1 was used for a rehearsal of acme");
      assertThat(mover.ended("j1").word()).contains(Word.REHEARSED);
      mover.clean(rehearsal);
      mover.submit("j4", "acme", "us_east", "us_west");
      Submitted late = mover.submitRehearsal("j5", "acme", "us_east", "us_west");
      assertThat(late.word()).contains(Word.REFUSED);
      assertThat(late.message()).contains("move m", "is open");
      assertThat(mover.ended("j4").word()).contains(Word.MOVED);
      assertThat(mover.ended("j2").word()).contains(Word.REHEARSED);
    }
  }

  private Settings slow() {
    return Changed.slow(sandbox.get().settings(Limits.DEFAULTS), "us_east", 100_000);
  }

  private void copied(String chunk) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                control(
                            "SELECT 1 FROM _system.chunks WHERE state = 'done' AND chunk = '%s'"
                                .formatted(chunk))
                        .size()
                    == 1);
  }

  private List<String> control(String question) throws SQLException {
    try (Connection control = sandbox.get().connect("control")) {
      return Product.column(control, question);
    }
  }

  private void run(String cell, String sql) throws SQLException {
    try (Connection connection = sandbox.get().connect(cell);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
