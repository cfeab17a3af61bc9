package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a caller sees of {@code move}: the exit status and the last line. */
class MoveCommandTest {
  private static final String[] MOVE = {
    "move", "acme", "--id", "j1", "--from", "us_east", "--to", "us_west", "--keep-snapshot"
  };

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  @Test
  void aMoveEndsWithZeroAndIsToldToWhoeverAsksLater() {
    Path config = Child.config(sandbox.get());
    Child moved = Child.run(config, MOVE);
    assertThat(moved.status()).as(moved.all()).isZero();
    assertThat(moved.lastLine())
        .matches(
            "MOVED acme from us_east to us_west in [0-9.]+ s, write pause [0-9.]+ s; "
                + "the artifact is in /.*/(m1-[0-9a-f]+) \\(move \\1\\)");
    assertThat(moved.out()).contains("PREFLIGHT", "SNAPSHOT", "0 failed");
    assertThat(moved.out().lines().findFirst().orElseThrow())
        .matches(
            "tenant acme: its id is acme \\(its name, since no --tenant-id gives another\\), at"
                + " us_east [0-9,]+ rows in [0-9]+ tables");

    Child again = Child.start(config, MOVE);
    Child other =
        Child.start(config, "move", "acme", "--from", "us_east", "--to", "us_west", "--json");
    Child reused =
        Child.start(config, "move", "acme", "--id", "j1", "--from", "us_west", "--to", "us_south");
    Child tooLate = Child.start(config, "rollback", "acme");
    assertThat(again.ended().status()).as(again.all()).isZero();
    assertThat(again.lastLine()).isEqualTo(moved.lastLine());
    assertThat(other.ended().status()).as(other.all()).isZero();
    assertThat(other.lastLine())
        .startsWith("{\"outcome\":\"MOVE_TENANT_ALREADY_AT_TARGET\",\"tenant\":\"acme\"");
    assertThat(reused.ended().status()).as(reused.all()).isEqualTo(2);
    assertThat(reused.lastLine()).startsWith("REFUSED job id j1 was used for acme from us_east");
    assertThat(tooLate.ended().status()).as(tooLate.all()).isEqualTo(2);
    assertThat(tooLate.lastLine()).startsWith("REFUSED move m1-").contains("us_west serves");

    Child all = Child.start(config, "status");
    Child one = Child.start(config, "status", "acme");
    Child checked = Child.start(config, "status", "acme", "--checks");
    Child json = Child.start(config, "status", "acme", "--json");
    assertThat(all.ended().out()).contains("acme", "done", "us_west");
    assertThat(one.ended().out())
        .contains("acme is served by us_west", "artifact of move m1-", "RESUME", "checks: ")
        .doesNotContain("shared_schema.orders");
    assertThat(checked.ended().out()).contains("digest", "shared_schema.orders");
    assertThat(json.ended().out()).startsWith("{\"tenant\":\"acme\",\"database\":\"us_west\"");
  }

  @Test
  void aPauseThatIsTooLongEndsWithOneAndSaysWhy() throws SQLException {
    Residue before = Residue.of(sandbox.get(), "us_east", "us_west");
    Path config =
        Child.config(sandbox.get(), "rehome.cell.us_east.copy-bytes-per-second-max", "8KiB");
    Child aborted =
        Child.run(
            config,
            "move",
            "acme",
            "--from",
            "us_east",
            "--to",
            "us_west",
            "--pause-max-seconds",
            "2");
    assertThat(aborted.status()).as(aborted.all()).isEqualTo(1);
    assertThat(aborted.lastLine())
        .startsWith("ABORTED acme, us_east serves: ")
        .contains("pause-max-seconds");
    assertThat(before.left()).isEmpty();
  }
}
