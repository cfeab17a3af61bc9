package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeveralMovesTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void ofTwoTenantsFromOneCellAtOnceEndWell() throws Exception {
    try (Mover mover = new Mover(withAnother("us_west_2"))) {
      mover.submit("j1", "acme", "us_east", "us_west");
      mover.submit("j2", "acme2", "us_east", "us_west_2");
      Submitted one = mover.ended("j1");
      Submitted two = mover.ended("j2");
      assertThat(one.word()).as(one.message()).contains(Word.MOVED);
      assertThat(two.word()).as(two.message()).contains(Word.MOVED);
      mover.clean(one);
      mover.clean(two);
    }
    assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme")).isEqualTo("RH001");
    assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme2")).isEqualTo("RH001");
    assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acm")).isEmpty();
    assertThat(Product.tryToWrite(sandbox.get(), "us_west", "acme")).isEmpty();
  }

  @Test
  void askedForAgainItIsFollowedAndToElsewhereRefused() {
    try (Mover mover =
        new Mover(Changed.slow(sandbox.get().settings(Limits.DEFAULTS), "us_east", 100_000))) {
      Submitted first = mover.submit("j1", "acme", "us_east", "us_west");
      Submitted again = mover.submit("j2", "acme", "us_east", "us_west");
      Submitted elsewhere = mover.submit("j3", "acme", "us_east", "us_south");
      assertThat(again.move()).isEqualTo(first.move());
      assertThat(elsewhere.word()).contains(Word.REFUSED);
      assertThat(elsewhere.message()).contains(first.move().orElseThrow(), "us_west", "rollback");
      assertThat(mover.ended("j1").word()).contains(Word.MOVED);
      assertThat(mover.ended("j2").word()).contains(Word.MOVED);
      Submitted late = mover.submit("j4", "acme", "us_east", "us_west");
      assertThat(late.word()).contains(Word.MOVE_TENANT_ALREADY_AT_TARGET);
      assertThat(mover.submit("j3", "acme", "us_east", "us_south").word()).contains(Word.REFUSED);
    }
  }

  /** One more dedicated cell, on the server of us_west. */
  private Settings withAnother(String cell) throws SQLException {
    Settings settings = sandbox.get().settings(Limits.DEFAULTS);
    Cell west = settings.cell("us_west").orElseThrow();
    String url = west.part(PostgresCell.class).orElseThrow().database().url();
    String database = url.substring(url.lastIndexOf('/') + 1) + "_2";
    try (Connection server = sandbox.get().server("us_west").connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("CREATE DATABASE " + database + " OWNER app_owner");
      statement.execute("GRANT CREATE ON DATABASE " + database + " TO mover");
    }
    Map<String, Cell> cells = new LinkedHashMap<>(settings.cells());
    cells.put(
        cell,
        new Cell(cell, west.connectionsMax(), 0, west.part(PostgresCell.class).orElseThrow()));
    return Changed.url(
        new Settings(
            settings.control(), settings.inbox(), settings.snapshots(), settings.limits(), cells),
        cell,
        url + "_2");
  }
}
