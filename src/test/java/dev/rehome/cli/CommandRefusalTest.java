package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.pipeline.EditedRoutes;
import dev.rehome.sandbox.FreshSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is refused, and what keeps the program from starting. */
class CommandRefusalTest {
  private static final String SECRET = "a-Secret-of-ours";

  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(2_000);

  private static Child move(Path config, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "move";
    all[1] = "acme";
    System.arraycopy(more, 0, all, 2, more.length);
    return Child.start(config, all);
  }

  private static void ends(Child child, int status, String word, String... parts) {
    child.ended();
    assertThat(child.status()).as(child.all()).isEqualTo(status);
    assertThat(child.lastLine()).startsWith(word);
    assertThat(child.all()).contains(parts).doesNotContain(SECRET);
  }

  @Test
  void aBadRequestIsRefusedWithTwo() {
    Path config = Child.config(SANDBOX.get());
    Child unknown = move(config, "--from", "us_east", "--to", "us_wst");
    Child same = move(config, "--from", "us_east", "--to", "us_east", "--json");
    Child missing = move(config, "--from", "us_east");
    Child option =
        move(config, "--from", "us_east", "--to", "us_west", "--drain-timeout-seconds", "0");
    ends(unknown, 2, "REFUSED to: \"us_wst\" is no known cell", "us_east, us_south, us_west");
    ends(same, 2, "{\"outcome\":\"REFUSED\"", "is also the cell of from");
    ends(missing, 2, "REFUSED Missing required option", "--to");
    ends(option, 2, "REFUSED options.drain-timeout-seconds", "from 1 to");
  }

  @Test
  void whatPreflightFindsIsRefusedWithTwoAndSettingsThatAreWrongEndWithThree() {
    Path password = Child.config(SANDBOX.get(), "rehome.cell.us_west.postgres.password", SECRET);
    Path settings =
        Child.config(
            SANDBOX.get(),
            "rehome.drain-timeout-secnds",
            "3",
            "rehome.cell.us_west.postgres.isolation",
            "rows");
    Path control =
        Child.config(
            SANDBOX.get(),
            "rehome.control.url",
            "jdbc:postgresql://127.0.0.1:9/rehome",
            "rehome.control.password",
            SECRET);
    String[] cells = {"--from", "us_east", "--to", "us_west"};
    Child wrong = move(password, cells);
    Child faulty = move(settings, cells);
    Child down = move(control, cells);
    Child plan = Child.start(control, "plan", "acme", "--from", "us_east", "--to", "us_west");
    Child status = Child.start(control, "status");
    Child purge = Child.start(control, "purge", "acme", "--force");
    ends(wrong, 2, "REFUSED acme", "rehome.cell.us_west.postgres.url, .user and .password");
    Child another =
        move(Child.config(SANDBOX.get()), "--id", "globex", cells[0], cells[1], cells[2], cells[3]);
    ends(another, 2, "REFUSED acme, nothing was changed", "--tenant-id globex", "its id is acme");
    ends(faulty, 3, "STOPPED 2 faults", "drain-timeout-secnds", "isolation");
    ends(down, 3, "STOPPED control store", "127.0.0.1:9", "rehome.control.url");
    ends(plan, 3, "", "127.0.0.1:9");
    ends(status, 3, "", "127.0.0.1:9");
    ends(purge, 2, "REFUSED Unknown option", "--force");
  }

  @Test
  void routesThatCannotCarryAMoveEndWithThreeBeforeAnythingIsFenced() throws IOException {
    Path config = Child.config(SANDBOX.get());
    Path routes = Files.createDirectory(config.resolveSibling("routes"));
    EditedRoutes.in(routes);
    Files.delete(routes.resolve("cutover.camel.yaml"));
    Child missing = move(config, "--from", "us_east", "--to", "us_west");
    ends(missing, 3, "STOPPED routes: no route begins with direct:cutover", "cutover.camel.yaml");
    assertThat(missing.err()).hasLineCount(1);
    Files.copy(Path.of("routes/cutover.camel.yaml"), routes.resolve("cutover.camel.yaml"));
    Path drain = routes.resolve("drain.camel.yaml");
    Files.writeString(drain, Files.readString(drain).replace("method: run", "methd: run"));
    Child typo = Child.start(config, "run");
    assertThat(typo.ended().status()).isEqualTo(3);
    assertThat(typo.err())
        .contains("routes/drain.camel.yaml, line 9, column ", "did you mean method?")
        .hasLineCount(1);
    assertThat(Child.run(config, "status", "acme").out())
        .contains("PREFLIGHT")
        .doesNotContain("DRAIN");
  }
}
