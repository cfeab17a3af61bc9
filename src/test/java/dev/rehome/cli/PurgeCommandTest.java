package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.FreshSandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a caller sees of {@code purge}: the exit status, the last line, and what is told later. */
class PurgeCommandTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  @Test
  void aPurgeEndsWithZeroAndIsTold() {
    Path config = Child.config(sandbox.get());
    Child moved = Child.start(config, "move", "acme", "--from", "us_east", "--to", "us_west");
    assertThat(moved.ended().status()).as(moved.all()).isZero();
    Child none = Child.start(config, "purge", "globex");
    Child plan =
        Child.run(config, "plan", "acme", "--from", "us_east", "--to", "us_west", "--json");
    assertThat(plan.status()).as(plan.all()).isEqualTo(2);
    assertThat(plan.out())
        .as("where it is served, and nothing about the rows that it has there")
        .contains("is served by us_west, not by us_east", "nothing is left to be moved")
        .containsOnlyOnce("\"blocks\"");
    Child unasked = Child.start(config, "purge", "acme");
    Child dry = Child.start(config, "purge", "acme", "--dry-run");
    assertThat(unasked.ended().status()).as(unasked.all()).isEqualTo(2);
    assertThat(unasked.lastLine()).contains("REFUSED", "say --yes", "--dry-run");
    assertThat(dry.ended().status()).as(dry.all()).isZero();
    assertThat(dry.out())
        .containsPattern("us_east, which move m1-.* has left: [0-9,]+ rows")
        .containsPattern("  postgres: [0-9,]+ rows");
    assertThat(dry.lastLine())
        .startsWith("DRY_RUN acme from us_east, ")
        .contains("nothing was deleted");
    Child untouched =
        Child.run(config, "sql", "SELECT count(*) AS n FROM _system.purges", "--json");
    assertThat(untouched.out()).as("neither has begun a purge").contains("\"rows\":[[0]]");
    Child purged = Child.run(config, "purge", "acme", "--yes");
    assertThat(purged.status()).as(purged.all()).isZero();
    assertThat(purged.out())
        .containsPattern("purge p1-.* of us_east, which move m1-.* has left: [0-9,]+ rows");
    assertThat(purged.lastLine())
        .matches("PURGED acme from us_east, [0-9,]+ rows \\(purge p1-.*\\)");
    assertThat(none.ended().status()).as(none.all()).isEqualTo(2);
    assertThat(none.lastLine()).startsWith("REFUSED globex is not in the catalog");

    Child again = Child.start(config, "purge", "acme", "--json");
    Child status = Child.start(config, "status", "acme");
    Child audit = Child.start(config, "audit", "verify");
    assertThat(again.ended().status()).as(again.all()).isZero();
    assertThat(again.lastLine())
        .startsWith("{\"outcome\":\"PURGED\",\"tenant\":\"acme\",\"purges\":[{\"purge\":\"p1-")
        .contains("\"database\":\"us_east\",\"state\":\"done\"");
    assertThat(status.ended().out()).contains("acme is served by us_west", "p1-", "after move");
    assertThat(audit.ended().status()).as(audit.all()).isZero();
  }
}
